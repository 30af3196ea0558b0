using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>A thread's block of C in registers: 4×4 elements, or 8×8 as four of them. Fields, because ILGPU puts indexed arrays in local memory and unrolls no loops.</summary>
internal interface IRegisterBlock<TSelf>
    where TSelf : struct, IRegisterBlock<TSelf>
{
    /// <summary>Rows, and columns.</summary>
    static abstract int Side { get; }

    /// <summary>One term of every element: chunk + a ⊗ b, each rounded once.</summary>
    /// <param name="a">The tile of A, four rows an element.</param>
    /// <param name="row">Where the block's first four rows are at this term.</param>
    /// <param name="nextRows">How much further the next four are.</param>
    /// <param name="b">The tile of B, four columns an element.</param>
    /// <param name="column">Where the block's first four columns are at this term.</param>
    /// <param name="nextColumns">How much further the next four are.</param>
    /// <param name="chunk">The sums so far.</param>
    static abstract TSelf Fma(ArrayView<Float4> a, int row, int nextRows, ArrayView<Float4> b, int column, int nextColumns, in TSelf chunk);

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf All(float value);

    /// <summary>a + b, each rounded once.</summary>
    static abstract TSelf Add(in TSelf a, in TSelf b);

    /// <summary>Finishes and writes the elements.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="row">The first row.</param>
    /// <param name="nextRows">How much further the second four rows are.</param>
    /// <param name="column">The first column.</param>
    /// <param name="nextColumns">How much further the second four columns are.</param>
    void Store<TEpilogue>(in TileResult<TEpilogue> to, int row, int nextRows, int column, int nextColumns)
        where TEpilogue : struct, IEpilogue;
}
