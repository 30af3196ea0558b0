using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Small cases of every kernel in <see cref="KernelCatalog"/>, each with a tail: sizes that fill neither a block nor a tile nor the last chunk.</summary>
internal static partial class PtxCases
{
    private const int Threads = 256;

    /// <summary>All cases.</summary>
    public static IReadOnlyList<PtxCase> All { get; } = [.. Updates, .. Reductions, .. Activations, .. Losses, .. Metrics, .. Gemms, .. Gathers, .. Solvers];

    /// <summary>The cases of one kernel.</summary>
    public static IEnumerable<PtxCase> Of(string kernel) => All.Where(test => test.Kernel == kernel);

    private static PtxCase Elementwise<TOperation>(string name, long count, Func<PtxCaseMemory, TOperation> operands)
        where TOperation : struct, IElementwise
        => new(KernelCatalog.NameOf(typeof(TOperation)), name, memory =>
        {
            TOperation operation = operands(memory);
            return Call([operation, count], count, target => new Elementwise<TOperation>(target).Run(operation, count));
        });

    private static PtxCase Rowwise<TOperation>(string name, int rows, int columns, Func<PtxCaseMemory, TOperation> operands)
        where TOperation : struct, IRowwise
        => new(KernelCatalog.NameOf(typeof(TOperation)), name, memory =>
        {
            TOperation operation = operands(memory);
            return Call([operation, rows], rows, target => new Rowwise<TOperation>(target).Run(operation, rows, columns));
        });

    // As LinearGrid launches on a CUDA device.
    private static PtxCall Call(object[] arguments, long count, Action<ExecutionTarget> onHost)
        => new(arguments, (int)((count + Threads - 1) / Threads), Threads, onHost);
}
