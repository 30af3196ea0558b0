using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>sums[j] = Σᵢ matrix[i, j], in the contract's order over the rows; run it over the columns. A layer's bias gradient, book, section 4.3.</summary>
/// <param name="matrix">[rows × columns].</param>
/// <param name="sums">[columns].</param>
public readonly struct ColumnSums(MatrixView matrix, FloatView sums) : IElementwise
{
    private readonly FloatView matrix = matrix.Data;
    private readonly int rows = matrix.Rows;
    private readonly int columns = matrix.Columns;
    private readonly FloatView sums = sums;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Store(sums, index, OrderedSum.Strided<TLanes, TVector>(matrix, index, columns, rows));
}
