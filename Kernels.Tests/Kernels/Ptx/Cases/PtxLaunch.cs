namespace NeuralGpu.Tests;

/// <summary>A launch of a kernel.</summary>
/// <param name="Kernel">Its name in <see cref="KernelCatalog"/>.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Blocks">Blocks of the grid.</param>
/// <param name="Threads">Threads of a block.</param>
internal sealed record PtxLaunch(string Kernel, object[] Arguments, int Blocks, int Threads)
{
    private const int GroupSize = 256;

    /// <summary>One thread an index, as LinearGrid launches on a CUDA device.</summary>
    public static PtxLaunch Linear(string kernel, long count, params object[] arguments)
        => new(kernel, arguments, (int)((count + GroupSize - 1) / GroupSize), GroupSize);
}
