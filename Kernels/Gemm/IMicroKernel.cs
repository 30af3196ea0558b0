namespace NeuralGpu.Kernels;

/// <summary>The innermost loop of the host's Gemm: one register tile of C over one chunk of k.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Computes the chunk's sums from +0 and writes them or adds them to what is there.</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="a">Packed A, <see cref="Rows"/> numbers a term.</param>
    /// <param name="b">Packed B, <see cref="Columns"/> numbers a term.</param>
    /// <param name="c">The tile.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="write">How the tile takes them.</param>
    /// <param name="ahead">Numbers that are wanted soon, packed or not, asked for on the way; never read.</param>
    /// <param name="step">How far on that is at each term.</param>
    static abstract void Invoke(int depth, float* a, float* b, float* c, long stride, TileWrite write, float* ahead, int step);
}
