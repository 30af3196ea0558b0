namespace NeuralGpu.Kernels;

/// <summary>The innermost loop of the host's solvers: one register tile, two vectors wide, over one chunk.</summary>
/// <typeparam name="TElement">float or double.</typeparam>
internal unsafe interface IPanelTile<TElement>
    where TElement : unmanaged
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Takes the tile's chains further by some terms: sum ← fma(left, right, sum).</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="left">A term's factors of the tile's rows, side by side.</param>
    /// <param name="leftStride">From a term to the next.</param>
    /// <param name="right">A term's factors of the tile's columns, side by side.</param>
    /// <param name="rightStride">From a term to the next.</param>
    /// <param name="tile">[rows × two vectors].</param>
    static abstract void Compute(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile);

    /// <summary>The same for the first vector of the tile's columns only.</summary>
    static abstract void ComputeHalf(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile);
}
