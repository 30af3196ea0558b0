namespace NeuralGpu;

/// <summary>The places (row, column), column ≤ row, of a square matrix, tile after tile: for copies to or from its transpose, one of which goes against its rows.</summary>
/// <param name="size">Rows and columns.</param>
internal readonly struct LowerTriangle(int size)
{
    private const int Tile = 32;

    public Enumerator GetEnumerator() => new(size);

    internal struct Enumerator(int size)
    {
        private int firstRow;
        private int firstColumn;
        private int row;
        private int column = -1;
        private int endColumn = Math.Min(1, size);

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
