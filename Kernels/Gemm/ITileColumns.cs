namespace NeuralGpu.Kernels;

/// <summary>How many columns of C a register tile has, known when it is compiled.</summary>
internal interface ITileColumns
{
    /// <summary>From 1 to 12.</summary>
    static abstract int Count { get; }
}
