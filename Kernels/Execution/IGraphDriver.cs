using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Kernels;

/// <summary>What the CUDA driver does with graphs: work that is put into a stream is recorded once and then queued as a whole. The accelerator must be bound to the calling thread.</summary>
public interface IGraphDriver
{
    /// <summary>From now on, what the calling thread puts into a stream is recorded instead.</summary>
    /// <param name="stream">Not the default stream.</param>
    CudaError BeginCapture(nint stream);

    /// <summary>Ends a recording.</summary>
    /// <param name="stream">The stream that is recorded.</param>
    /// <param name="graph">What was recorded; 0 when the recording failed.</param>
    CudaError EndCapture(nint stream, out nint graph);

    /// <summary>Makes a graph ready to be launched; the graph itself is then of no more use.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="executable">What can be launched.</param>
    CudaError Instantiate(nint graph, out nint executable);

    /// <summary>Queues all that was recorded, with the arguments that it was recorded with.</summary>
    /// <param name="executable">What was made ready.</param>
    /// <param name="stream">Where.</param>
    CudaError Launch(nint executable, nint stream);

    /// <summary>Gives up what was made ready.</summary>
    CudaError DestroyExecutable(nint executable);

    /// <summary>Gives up a graph.</summary>
    CudaError DestroyGraph(nint graph);
}
