using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Graphs: what is put into a captured stream is kept, and done whenever the graph is launched.</content>
internal sealed partial class StandInDriver
{
    private readonly Dictionary<nint, IReadOnlyList<StandInWork>> graphs = [];
    private readonly Dictionary<nint, IReadOnlyList<StandInWork>> executables = [];

    /// <summary>Graphs that are there now, those that are ready to be launched included.</summary>
    public int LiveGraphs => graphs.Count + executables.Count;

    /// <summary>Begins to capture a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="mode">Whom the capture binds; the relaxed mode is not imitated and counts as that of the thread.</param>
    public CudaError cuStreamBeginCapture_v2(nint stream, int mode)
    {
        if (stream == 0)
            throw new StandInMisuse("The legacy default stream cannot be captured; make a stream of your own.");
        StandInStream captured = StreamOf(stream, "capture");
        if (captured.Capture is not null)
            throw new StandInMisuse($"Stream 0x{stream:X} is captured already.");
        captured.Capture = new StandInCapture(mode);
        calls.Add(new DriverCall.BeginCapture(stream));
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Ends a capture.</summary>
    public CudaError cuStreamEndCapture(nint stream, out nint graph)
    {
        StandInStream captured = StreamOf(stream, "capture");
        graph = NewHandle();
        StandInCapture capture = captured.Capture ?? throw new StandInMisuse($"Stream 0x{stream:X} is not captured.");
        if (!capture.Binds)
            throw new StandInMisuse($"The capture of stream 0x{stream:X} is ended by another thread than began it.");
        graphs.Add(graph, capture.Nodes);
        calls.Add(new DriverCall.EndCapture(stream, graph, capture.Nodes.Count));
        captured.Capture = null;
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Makes a graph ready to be launched.</summary>
    public CudaError cuGraphInstantiateWithFlags(out nint executable, nint graph, ulong flags)
    {
        executable = NewHandle();
        executables.Add(executable, graphs.GetValueOrDefault(graph) ?? throw new StandInMisuse($"There is no graph 0x{graph:X}."));
        calls.Add(new DriverCall.Instantiate(graph, executable));
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Queues what a graph holds.</summary>
    public CudaError cuGraphLaunch(nint executable, nint stream)
    {
        StandInStream at = StreamOf(stream, "graph");
        if (!executables.TryGetValue(executable, out IReadOnlyList<StandInWork>? nodes))
            throw new StandInMisuse($"There is no graph 0x{executable:X} that is ready to be launched.");
        calls.Add(new DriverCall.LaunchGraph(executable, stream));
        foreach (StandInWork node in nodes)
            Add(at, node);
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Gives a graph up that was made ready.</summary>
    public CudaError cuGraphExecDestroy(nint executable)
        => executables.Remove(executable) ? CudaError.CUDA_SUCCESS : throw new StandInMisuse($"There is no graph 0x{executable:X} that was made ready.");

    /// <summary>Gives a graph up.</summary>
    public CudaError cuGraphDestroy(nint graph)
        => graphs.Remove(graph) ? CudaError.CUDA_SUCCESS : throw new StandInMisuse($"There is no graph 0x{graph:X}.");

    CudaError IGraphDriver.BeginCapture(nint stream) => cuStreamBeginCapture_v2(stream, mode: 1);

    CudaError IGraphDriver.EndCapture(nint stream, out nint graph) => cuStreamEndCapture(stream, out graph);

    CudaError IGraphDriver.Instantiate(nint graph, out nint executable) => cuGraphInstantiateWithFlags(out executable, graph, flags: 0);

    CudaError IGraphDriver.Launch(nint executable, nint stream) => cuGraphLaunch(executable, stream);

    CudaError IGraphDriver.DestroyExecutable(nint executable) => cuGraphExecDestroy(executable);

    CudaError IGraphDriver.DestroyGraph(nint graph) => cuGraphDestroy(graph);

    private void RequireNoCapture(string what)
    {
        if (contexts.Values.SelectMany(context => context.Streams.Values).FirstOrDefault(stream => stream.Capture is { Binds: true }) is { } captured)
            throw new StandInMisuse($"It is not allowed to {what} while stream 0x{captured.Handle:X} is captured; that ends the capture. Do it before.");
    }
}
