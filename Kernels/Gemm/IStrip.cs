namespace NeuralGpu.Kernels;

/// <summary>How many rows of 16 sums <see cref="PackedGemm"/> keeps in registers at a time.</summary>
internal interface IStrip
{
    /// <summary>12 or 6.</summary>
    static abstract int Rows { get; }
}
