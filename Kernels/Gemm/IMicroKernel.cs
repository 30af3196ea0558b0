namespace NeuralGpu.Kernels;

/// <summary>The innermost loop of the host's Gemm: one register tile of C over one chunk of k.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Whether <see cref="InvokeTransposing"/> is there; its depth must be a multiple of <see cref="TransposedPanel.TermsTogether"/>.</summary>
    static abstract bool Transposes { get; }

    /// <summary>How many rows are computed where so many, up to <see cref="Rows"/>, are wanted.</summary>
    static abstract int RowsOf(int rows);

    /// <summary>Computes the chunk's sums from +0 and writes them or adds them to what is there.</summary>
    /// <param name="rows">Rows that are wanted; <see cref="RowsOf"/> says how many are written.</param>
    /// <param name="depth">Terms.</param>
    /// <param name="a">Packed A, <see cref="Rows"/> numbers a term.</param>
    /// <param name="b">Packed B, <see cref="Columns"/> numbers a term.</param>
    /// <param name="c">The tile.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="write">How the tile takes them.</param>
    /// <param name="lines">Lines that are asked for on the way.</param>
    static abstract void Invoke(int rows, int depth, float* a, float* b, float* c, long stride, TileWrite write, in LinesAhead lines);

    /// <summary>The same for all <see cref="Rows"/> with a panel of B that is not packed yet; packs it on the way, between the multiplications.</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="a">Packed A, <see cref="Rows"/> numbers a term.</param>
    /// <param name="source">The panel's columns in B, one after the other.</param>
    /// <param name="sourceStride">From one term in B to the next.</param>
    /// <param name="packed">Where the packed panel goes.</param>
    /// <param name="c">The tile.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="write">How the tile takes the sums.</param>
    static abstract void InvokePacking(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write);

    /// <summary>The same with a panel of <i>Bᵀ</i>, which is transposed on the way.</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="a">Packed A, <see cref="Rows"/> numbers a term.</param>
    /// <param name="source">The panel's first column, its terms one after the other.</param>
    /// <param name="sourceStride">From one column to the next.</param>
    /// <param name="packed">Where the packed panel goes.</param>
    /// <param name="c">The tile.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="write">How the tile takes the sums.</param>
    static abstract void InvokeTransposing(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write);
}
