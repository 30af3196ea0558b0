namespace NeuralGpu.Kernels;

/// <summary>A dense row-major matrix of binary64 numbers in a device's memory: element (i, j) is at i · columns + j.</summary>
public readonly struct DoubleMatrixView
{
    /// <summary>Shapes the first rows × columns elements of a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">The view is shorter than rows × columns.</exception>
    public DoubleMatrixView(DoubleView data, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (data.Length < (long)rows * columns)
            throw new ArgumentException($"A {rows}x{columns} matrix needs {(long)rows * columns} elements, but the view has {data.Length}.", nameof(data));
        Data = data;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>The elements.</summary>
    public DoubleView Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }
}
