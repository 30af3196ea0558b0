namespace NeuralGpu.Kernels;

/// <summary>How many rows of sums a register tile has: of 16 sums in <see cref="PackedGemm"/>, of two vectors in the host's micro-kernels.</summary>
internal interface IStrip
{
    /// <summary>12 or 6; the micro-kernels have 8 and 4 as well, for the rows that are left over.</summary>
    static abstract int Rows { get; }
}
