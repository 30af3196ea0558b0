namespace NeuralGpu.Kernels;

/// <summary>Where a triangular solution has got to, as its kernels take it.</summary>
internal struct TriangularStep
{
    /// <summary>Rows and columns of the matrix.</summary>
    public int Size;

    /// <summary>Right-hand sides.</summary>
    public int Targets;

    /// <summary>First unknown of the chunk.</summary>
    public int Start;

    /// <summary>End of the chunk.</summary>
    public int End;

    /// <summary>Whether there is nothing to do.</summary>
    public readonly bool IsEmpty => Size == 0 || Targets == 0;

    /// <summary>The sizes of a system.</summary>
    /// <exception cref="ArgumentException">The matrix is not square, or the right-hand sides do not have as many rows.</exception>
    public static TriangularStep For(int rows, int columns, int rightRows, int targets)
    {
        if (rows != columns || rightRows != rows)
            throw new ArgumentException($"A triangular system needs a square matrix and right-hand sides of as many rows, not {rows}x{columns} and {rightRows}x{targets}.", nameof(rightRows));
        return new TriangularStep { Size = rows, Targets = targets };
    }
}
