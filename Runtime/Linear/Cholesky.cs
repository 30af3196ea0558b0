namespace NeuralGpu;

/// <summary>A = LLᵀ in binary64, row by row in a fixed order, leaving out rows that depend on earlier ones. Golub and Van Loan, "Matrix Computations", section 4.2.</summary>
internal sealed class Cholesky
{
    private readonly double[] lower;
    private readonly int size;
    private readonly bool[] isDependent;

    /// <summary>Factors a symmetric matrix.</summary>
    /// <param name="matrix">[size × size]; its lower triangle is read.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="tolerance">A row depends on earlier ones when its pivot is at most this part of its diagonal element.</param>
    /// <param name="smallestPivot">… or when its pivot is at most this.</param>
    public Cholesky(double[] matrix, int size, double tolerance, double smallestPivot)
    {
        this.size = size;
        lower = new double[matrix.Length];
        isDependent = new bool[size];
        for (int i = 0; i < size; i++)
        {
            Span<double> row = lower.AsSpan(i * size, size);
            double pivot = matrix[(i * size) + i];
            for (int j = 0; j < i; j++)
            {
                if (isDependent[j])
                    continue;
                double sum = matrix[(i * size) + j];
                ReadOnlySpan<double> other = lower.AsSpan(j * size, j + 1);
                for (int k = 0; k < j; k++)
                    sum -= row[k] * other[k];
                row[j] = sum / other[j];
                pivot -= row[j] * row[j];
            }
            isDependent[i] = !(pivot > tolerance * matrix[(i * size) + i] && pivot > smallestPivot);
            row[i] = isDependent[i] ? 0 : Math.Sqrt(pivot);
        }
    }

    /// <summary>Rows that depend on earlier ones; with none the matrix is positive definite.</summary>
    public IReadOnlyList<int> Dependent => [.. Enumerable.Range(0, size).Where(i => isDependent[i])];

    /// <summary>x with Ax = b, in place. Needs a matrix without dependent rows.</summary>
    public void Solve(double[] x)
    {
        for (int i = 0; i < size; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++)
                sum -= lower[(i * size) + k] * x[k];
            x[i] = sum / lower[(i * size) + i];
        }
        SolveTransposed(x, size);
    }

    /// <summary>The coefficients c with which the independent columns before a dependent one make it up: column = Σ c[k] · column k.</summary>
    public double[] Combination(int dependent)
    {
        double[] coefficients = lower.AsSpan(dependent * size, dependent).ToArray();
        SolveTransposed(coefficients, dependent);
        return coefficients;
    }

    // Lᵀx = b for the leading rows, a column of Lᵀ at a time, so that L is read along its rows.
    private void SolveTransposed(double[] x, int rows)
    {
        for (int i = rows - 1; i >= 0; i--)
        {
            if (isDependent[i])
            {
                x[i] = 0;
                continue;
            }
            x[i] /= lower[(i * size) + i];
            for (int k = 0; k < i; k++)
                x[k] -= lower[(i * size) + k] * x[i];
        }
    }
}
