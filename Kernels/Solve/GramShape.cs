namespace NeuralGpu.Kernels;

/// <summary>The sizes of a block of rows and of the Gram matrix that it is added to, as kernels take them.</summary>
internal readonly struct GramShape
{
    private readonly int hasWeights;

    private GramShape(int rows, int stride, int columns, bool hasWeights)
    {
        Rows = rows;
        Stride = stride;
        Columns = columns;
        this.hasWeights = hasWeights ? 1 : 0;
    }

    /// <summary>Rows of the block.</summary>
    public int Rows { get; }

    /// <summary>From one row of the block to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns of the Gram matrix.</summary>
    public int Columns { get; }

    /// <summary>Whether each row has a weight.</summary>
    public bool HasWeights => hasWeights != 0;

    /// <summary>Elements of the Gram matrix, both triangles.</summary>
    public long Elements => (long)Columns * Columns;

    /// <summary>Whether there is nothing to add.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>Checks the operands' sizes.</summary>
    /// <exception cref="ArgumentException">The Gram matrix is not square, or wider than the block or than the shifts, or there are fewer weights than rows.</exception>
    public static GramShape For(int rows, int stride, long shifts, long weights, int gramRows, int gramColumns)
    {
        if (gramRows != gramColumns || gramColumns > stride || gramColumns > shifts)
            throw new ArgumentException($"A Gram matrix of {gramRows}x{gramColumns} cannot be computed from {rows}x{stride} elements and {shifts} shifts: it must be square, with at most as many columns as there are elements in a row and shifts.", nameof(gramColumns));
        if (weights != 0 && weights < rows)
            throw new ArgumentException($"A block of {rows} rows needs {rows} row weights, or none; there are {weights}.", nameof(weights));
        return new GramShape(rows, stride, gramColumns, weights != 0);
    }
}
