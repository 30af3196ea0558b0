namespace NeuralGpu.Kernels;

/// <summary>The sizes of a block of rows with its features, targets and, where there are any, their low parts, as kernels take them.</summary>
internal readonly struct ResidualShape
{
    private readonly int hasWeights;

    private ResidualShape(int rows, int columns, int targets, int parts, bool hasWeights)
    {
        Rows = rows;
        Columns = columns;
        Targets = targets;
        Parts = parts;
        this.hasWeights = hasWeights ? 1 : 0;
    }

    /// <summary>Rows of the block.</summary>
    public int Rows { get; }

    /// <summary>Features.</summary>
    public int Columns { get; }

    /// <summary>Targets.</summary>
    public int Targets { get; }

    /// <summary>2 when the second half of each row holds the low parts of its first half, else 1.</summary>
    public int Parts { get; }

    /// <summary>Features and targets.</summary>
    public int Width => Columns + Targets;

    /// <summary>From one row of the block to the next.</summary>
    public int Stride => Width * Parts;

    /// <summary>Whether each row has a weight.</summary>
    public bool HasWeights => hasWeights != 0;

    /// <summary>Checks the operands' sizes.</summary>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public static ResidualShape For(
        DoubleMatrixView data,
        (DoubleMatrixView High, DoubleMatrixView Low) coefficients,
        DoubleView rowWeights,
        (DoubleMatrixView High, DoubleMatrixView Low) residuals,
        (DoubleMatrixView High, DoubleMatrixView Low) products,
        (DoubleView High, DoubleView Low) squares)
    {
        int columns = coefficients.High.Rows;
        int targets = coefficients.High.Columns;
        long width = (long)columns + targets;
        if (data.Columns != width && data.Columns != 2 * width)
            throw new ArgumentException($"{columns} coefficients of {targets} targets need rows of {width} elements, or of {2 * width} with low parts; they have {data.Columns}.", nameof(data));
        Require(coefficients, columns, targets, nameof(coefficients));
        Require(residuals, data.Rows, targets, nameof(residuals));
        Require(products, columns, targets, nameof(products));
        if (squares.High.Length < targets || squares.Low.Length < targets)
            throw new ArgumentException($"{targets} targets need as many sums of squares; there is room for {Math.Min(squares.High.Length, squares.Low.Length)}.", nameof(squares));
        if (rowWeights.Length != 0 && rowWeights.Length < data.Rows)
            throw new ArgumentException($"A block of {data.Rows} rows needs {data.Rows} row weights, or none; there are {rowWeights.Length}.", nameof(rowWeights));
        return new ResidualShape(data.Rows, columns, targets, data.Columns == width ? 1 : 2, rowWeights.Length != 0);
    }

    private static void Require((DoubleMatrixView High, DoubleMatrixView Low) matrix, int rows, int columns, string name)
    {
        if (matrix.High.Rows != rows || matrix.Low.Rows != rows || matrix.High.Columns != columns || matrix.Low.Columns != columns)
            throw new ArgumentException($"The {name} must be {rows}x{columns}, high parts and low parts; they are {matrix.High.Rows}x{matrix.High.Columns} and {matrix.Low.Rows}x{matrix.Low.Columns}.", name);
    }
}
