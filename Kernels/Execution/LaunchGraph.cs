using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Kernels;

/// <summary>Launches that were recorded once and are queued again as one: a CUDA graph. Every launch has the arguments that it was recorded with, views of memory included.</summary>
public sealed class LaunchGraph : IDisposable
{
    private readonly ExecutionTarget target;
    private readonly IGraphDriver driver;
    private readonly nint stream;
    private readonly nint executable;
    private bool disposed;

    /// <summary>Records work instead of doing it.</summary>
    /// <param name="target">Where it is to run; it must have <see cref="ExecutionTarget.Graphs"/>.</param>
    /// <param name="work">Launches operations on the target and does nothing else with its accelerator; operations that it uses must have been launched before, since drivers load a kernel when it is first launched, and none can be loaded here.</param>
    /// <exception cref="InvalidOperationException">The target has no graphs, or the driver refuses.</exception>
    public LaunchGraph(ExecutionTarget target, Action work)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(work);
        this.target = target;
        driver = target.Graphs ?? throw new InvalidOperationException($"{target.Accelerator.Name} has no graphs; launch the work itself.");
        stream = ((CudaStream)target.Stream).StreamPtr;
        using ScopedAcceleratorBinding binding = target.Accelerator.BindScoped();
        nint graph = Record(work);
        CudaError error = driver.Instantiate(graph, out executable);
        driver.DestroyGraph(graph);
        Require(error, "make a graph of a training step ready");
    }

    /// <summary>How many launches were recorded.</summary>
    public long Launches { get; private set; }

    /// <summary>Queues all that was recorded; one launch of the target.</summary>
    /// <exception cref="InvalidOperationException">The driver refuses.</exception>
    public void Launch()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        target.CountLaunch(GetType());
        using ScopedAcceleratorBinding binding = target.Accelerator.BindScoped();
        Require(driver.Launch(executable, stream), "launch a graph");
    }

    /// <summary>Gives the graph up; what was queued of it must be done.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        using ScopedAcceleratorBinding binding = target.Accelerator.BindScoped();
        driver.DestroyExecutable(executable);
    }

    private nint Record(Action work)
    {
        long before = target.Launches;
        Require(driver.BeginCapture(stream), "record launches");
        try
        {
            work();
        }
        catch
        {
            // The stream would stay in its recording, and refuse everything else.
            driver.EndCapture(stream, out nint unfinished);
            if (unfinished != 0)
                driver.DestroyGraph(unfinished);
            throw;
        }
        Require(driver.EndCapture(stream, out nint graph), "end the recording of launches");
        Launches = target.Launches - before;
        target.Launches = before;
        return graph;
    }

    private void Require(CudaError error, string what)
    {
        if (error != CudaError.CUDA_SUCCESS)
            throw new InvalidOperationException($"The CUDA driver of {target.Accelerator.Name} refused to {what}: {error}. Set {ExecutionTarget.GraphsVariable}=off, and every kernel is launched by itself.");
    }
}
