using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>A driver that refuses one of its calls, and counts what is not given up.</summary>
internal sealed class RefusingGraphDriver(string refused) : IGraphDriver
{
    /// <summary>Graphs and executables that there are.</summary>
    public int Live { get; private set; }

    public CudaError BeginCapture(nint stream) => Answer(nameof(BeginCapture));

    public CudaError EndCapture(nint stream, out nint graph) => Make(nameof(EndCapture), out graph);

    public CudaError Instantiate(nint graph, out nint executable) => Make(nameof(Instantiate), out executable);

    public CudaError Launch(nint executable, nint stream) => Answer(nameof(Launch));

    public CudaError DestroyExecutable(nint executable) => Destroy(executable);

    public CudaError DestroyGraph(nint graph) => Destroy(graph);

    private CudaError Make(string call, out nint made)
    {
        CudaError answer = Answer(call);
        made = answer == CudaError.CUDA_SUCCESS ? ++Live : 0;
        return answer;
    }

    private CudaError Destroy(nint handle)
    {
        if (handle != 0)
            Live--;
        return CudaError.CUDA_SUCCESS;
    }

    private CudaError Answer(string call) => call == refused ? CudaError.CUDA_ERROR_NOT_SUPPORTED : CudaError.CUDA_SUCCESS;
}
