using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The CUDA driver's own graphs, which ILGPU does not know.</summary>
internal sealed unsafe class CudaGraphs : IGraphDriver
{
    // What other threads do with the driver meanwhile is their own affair: fits on other devices go on.
    private const int ThreadLocalCapture = 1;

    private readonly delegate* unmanaged<nint, int, CudaError> beginCapture;
    private readonly delegate* unmanaged<nint, nint*, CudaError> endCapture;
    private readonly delegate* unmanaged<nint*, nint, ulong, CudaError> instantiate;
    private readonly delegate* unmanaged<nint, nint, CudaError> launch;
    private readonly delegate* unmanaged<nint, CudaError> destroyExecutable;
    private readonly delegate* unmanaged<nint, CudaError> destroyGraph;

    private CudaGraphs(nint library)
    {
        beginCapture = (delegate* unmanaged<nint, int, CudaError>)Export(library, "cuStreamBeginCapture_v2");
        endCapture = (delegate* unmanaged<nint, nint*, CudaError>)Export(library, "cuStreamEndCapture");
        instantiate = (delegate* unmanaged<nint*, nint, ulong, CudaError>)Export(library, "cuGraphInstantiateWithFlags");
        launch = (delegate* unmanaged<nint, nint, CudaError>)Export(library, "cuGraphLaunch");
        destroyExecutable = (delegate* unmanaged<nint, CudaError>)Export(library, "cuGraphExecDestroy");
        destroyGraph = (delegate* unmanaged<nint, CudaError>)Export(library, "cuGraphDestroy");
    }

    /// <summary>Answers in the driver's place while it is set: how tests do without one.</summary>
    internal static IGraphDriver? StandIn { get; set; }

    /// <summary>The driver's graphs; null when the environment switches them off.</summary>
    /// <exception cref="InvalidOperationException">The variable has another value than <c>on</c> or <c>off</c>, or the driver has no graphs.</exception>
    public static IGraphDriver? FromEnvironment()
    {
        string? asked = Environment.GetEnvironmentVariable(ExecutionTarget.GraphsVariable);
        if (string.Equals(asked, "off", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!string.IsNullOrWhiteSpace(asked) && !asked.Equals("on", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"{ExecutionTarget.GraphsVariable} is '{asked}', but it must be 'on' (or unset) or 'off'.");
        return StandIn ?? new CudaGraphs(NativeLibrary.Load(NativeLibraries.CudaDriver));
    }

    public CudaError BeginCapture(nint stream) => beginCapture(stream, ThreadLocalCapture);

    public CudaError EndCapture(nint stream, out nint graph)
    {
        nint recorded = 0;
        CudaError error = endCapture(stream, &recorded);
        graph = recorded;
        return error;
    }

    public CudaError Instantiate(nint graph, out nint executable)
    {
        nint ready = 0;
        CudaError error = instantiate(&ready, graph, 0);
        executable = ready;
        return error;
    }

    public CudaError Launch(nint executable, nint stream) => launch(executable, stream);

    public CudaError DestroyExecutable(nint executable) => destroyExecutable(executable);

    public CudaError DestroyGraph(nint graph) => destroyGraph(graph);

    private static nint Export(nint library, string name)
        => NativeLibrary.TryGetExport(library, name, out nint address)
            ? address
            : throw new InvalidOperationException($"The NVIDIA driver has no {name}; install one of CUDA 11.4 or later, or set {ExecutionTarget.GraphsVariable}=off.");
}
