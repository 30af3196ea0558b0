using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Small cases of every kernel in <see cref="KernelCatalog"/>, each with a tail: sizes that fill neither a block nor a tile nor the last chunk.</summary>
internal static partial class PtxCases
{
    /// <summary>All cases.</summary>
    public static IReadOnlyList<PtxCase> All { get; } = [.. Updates, .. Reductions, .. Activations, .. Losses, .. Metrics, .. Gemms, .. Gathers, .. NormalEquations, .. Factors, .. WideFactors];

    /// <summary>The cases of one kernel.</summary>
    public static IEnumerable<PtxCase> Of(string kernel) => All.Where(test => test.Kernels.Contains(kernel));

    private static PtxCase Elementwise<TOperation>(string name, long count, Func<PtxCaseMemory, TOperation> operands)
        where TOperation : struct, IElementwise
        => One(KernelCatalog.NameOf(typeof(TOperation)), name, (kernel, memory) =>
        {
            TOperation operation = operands(memory);
            return new PtxCall(PtxLaunch.Linear(kernel, count, operation, count), target => new Elementwise<TOperation>(target).Run(operation, count));
        });

    private static PtxCase Rowwise<TOperation>(string name, int rows, int columns, Func<PtxCaseMemory, TOperation> operands)
        where TOperation : struct, IRowwise
        => One(KernelCatalog.NameOf(typeof(TOperation)), name, (kernel, memory) =>
        {
            TOperation operation = operands(memory);
            return new PtxCall(PtxLaunch.Linear(kernel, rows, operation, rows), target => new Rowwise<TOperation>(target).Run(operation, rows, columns));
        });

    private static PtxCase One(string kernel, string name, Func<string, PtxCaseMemory, PtxCall> prepare) => new(kernel, name, memory => prepare(kernel, memory));
}
