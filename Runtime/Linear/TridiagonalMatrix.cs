namespace NeuralGpu;

/// <summary>A symmetric tridiagonal matrix that grows by a row and a column at a time.</summary>
/// <param name="most">Rows at most.</param>
internal sealed class TridiagonalMatrix(int most)
{
    private readonly double[] diagonal = new double[most];

    // The squares of the elements left of the diagonal.
    private readonly double[] squares = new double[most];
    private int size;

    /// <summary>Adds a row.</summary>
    /// <param name="onDiagonal">Its last element.</param>
    /// <param name="beside">The element left of it, which the first row does not have.</param>
    public void Append(double onDiagonal, double beside)
    {
        diagonal[size] = onDiagonal;
        squares[size] = size == 0 ? 0 : beside * beside;
        size++;
    }

    /// <summary>The largest eigenvalue, by bisection. Golub and Van Loan, "Matrix Computations", section 8.4.</summary>
    public double LargestEigenvalue()
    {
        double low = double.NegativeInfinity;
        double high = double.NegativeInfinity;
        for (int i = 0; i < size; i++)
        {
            low = Math.Max(low, diagonal[i]);
            high = Math.Max(high, diagonal[i] + Math.Sqrt(squares[i]) + (i + 1 < size ? Math.Sqrt(squares[i + 1]) : 0));
        }
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (!(middle > low && middle < high))
                return high;
            if (IsAbove(middle))
                low = middle;
            else
                high = middle;
        }
    }

    // Whether an eigenvalue is above a number: T − xI then has a pivot above 0.
    private bool IsAbove(double number)
    {
        double pivot = diagonal[0] - number;
        for (int i = 1; i < size && !(pivot > 0); i++)
            pivot = diagonal[i] - number - (squares[i] / (pivot == 0 ? -double.Epsilon : pivot));
        return pivot > 0;
    }
}
