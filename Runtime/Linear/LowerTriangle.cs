namespace NeuralGpu;

/// <summary>A packed lower triangle of a square matrix, row after row without gaps, and its places (row, column), column ≤ row, tile after tile: for copies to or from a transpose, one of which goes against its rows.</summary>
/// <param name="size">Rows and columns.</param>
internal readonly struct LowerTriangle(int size)
{
    private const int Tile = 32;

    /// <summary>Elements of a packed triangle.</summary>
    public static int Length(int size) => Place(size, 0);

    /// <summary>Where a packed triangle has an element.</summary>
    public static int Place(int row, int column) => checked((int)(((long)row * (row + 1) / 2) + column));

    /// <summary>Runs of rows that tiles make up.</summary>
    public static int Bands(int size) => (size + Tile - 1) / Tile;

    /// <summary>The places of one of them.</summary>
    public static Enumerator Band(int size, int band) => new(Math.Min(size, (band + 1) * Tile), band * Tile);

    public Enumerator GetEnumerator() => new(size, 0);

    internal struct Enumerator(int size, int firstRow)
    {
        private int firstRow = firstRow;
        private int firstColumn;
        private int row = firstRow;
        private int column = -1;
        private int endColumn = size == 0 ? 0 : Math.Min(Tile, firstRow + 1);

        public readonly Enumerator GetEnumerator() => this;

        public readonly (int Row, int Column) Current => (row, column);

        public bool MoveNext()
        {
            if (++column < endColumn)
                return true;
            return NextRow();
        }

        private bool NextRow()
        {
            row++;
            if (row >= Math.Min(firstRow + Tile, size))
            {
                firstColumn += Tile;
                if (firstColumn > firstRow)
                {
                    firstRow += Tile;
                    firstColumn = 0;
                }
                row = firstRow;
            }
            column = firstColumn;
            endColumn = Math.Min(firstColumn + Tile, row + 1);
            return row < size;
        }
    }
}
