namespace NeuralGpu;

/// <summary>The 2-norm condition number of the columns behind a factor L of XᵀX, scaled to unit length: the root of the product of the largest eigenvalues of D⁻¹LLᵀD⁻¹ and of its inverse, by Lanczos' method.</summary>
/// <remarks>
/// van der Sluis, "Condition numbers and equilibration of matrices" (1969): scaling to unit length is within √columns of the best scaling. Golub and Van Loan, "Matrix Computations", section 10.1: the estimates of an eigenvalue approach it from inside, so the condition number is a little low.
/// Dependent columns are left out.
/// </remarks>
internal sealed class ConditionEstimate<T>
    where T : struct, IReal<T>
{
    private const int MostSteps = 60;
    private const double Precision = 1e-4;

    // What is left of a direction after rounding only.
    private const double Negligible = 1e-14;

    // Below it a second thread takes longer to come than the first to be done.
    private const int SmallestInParallel = 128;

    private readonly Binary64[] lower;
    private readonly int first;
    private readonly double[] lengths;

    /// <summary>Estimates.</summary>
    /// <param name="factor">L.</param>
    /// <param name="first">Rows before it are eliminated, not looked at: 1 for columns that are centred by a free intercept.</param>
    /// <param name="loop">Where both eigenvalues are computed.</param>
    public ConditionEstimate(Factor<T> factor, int first, HostLoop loop)
    {
        int[] kept = [.. Enumerable.Range(first, Math.Max(0, factor.Size - first)).Where(i => !factor.IsDependent(i))];
        int size = kept.Length;
        lengths = new double[size];
        if (factor.Lower is Binary64[] asItIs && size == factor.Size - first)
        {
            lower = asItIs;
            this.first = first;
        }
        else
        {
            lower = new Binary64[LowerTriangle.Length(size)];
            for (int i = 0; i < size; i++)
            {
                ReadOnlySpan<T> row = factor.Row(kept[i]);
                for (int j = 0; j <= i; j++)
                    lower[LowerTriangle.Place(i, j)] = new Binary64(row[kept[j]].Wide.High);
            }
        }
        for (int i = 0; i < size; i++)
            lengths[i] = Length(Row(i));
        if (size == 0)
        {
            Value = 1;
            return;
        }
        var eigenvalues = new double[2];
        if (size < SmallestInParallel)
        {
            Estimate(0);
            Estimate(1);
        }
        else
        {
            loop.Run(eigenvalues.Length, Estimate);
        }
        Value = Math.Sqrt(Math.Max(1, eigenvalues[0] * eigenvalues[1]));

        // Of the matrix, then of its inverse.
        void Estimate(int which) => eigenvalues[which] = Largest(which == 0 ? Multiply : Solve);
    }

    public double Value { get; }

    /// <summary>The largest eigenvalue of a symmetric operator.</summary>
    private double Largest(Action<Binary64[]> apply)
    {
        int size = lengths.Length;
        var tridiagonal = new TridiagonalMatrix(MostSteps);
        var before = new Binary64[size];
        var direction = new Binary64[size];
        var next = new Binary64[size];
        for (int i = 0; i < size; i++)
            direction[i] = new Binary64((i % 2 == 0 ? 1 : -1) * (1 + (i / (double)size)));
        Normalize(direction, Length(direction));
        double eigenvalue = 0;
        double beside = 0;
        for (int step = 0; step < Math.Min(MostSteps, size); step++)
        {
            direction.CopyTo(next, 0);
            apply(next);
            Binary64.SubtractMultiple(next, new Binary64(beside), before);
            double diagonal = -Binary64.SubtractDot(default, next, direction).Value;
            tridiagonal.Append(diagonal, beside);
            double last = eigenvalue;
            eigenvalue = tridiagonal.LargestEigenvalue();
            if (step > 0 && Math.Abs(eigenvalue - last) <= Precision * eigenvalue)
                break;
            Binary64.SubtractMultiple(next, new Binary64(diagonal), direction);
            beside = Length(next);
            if (!(beside > Negligible * eigenvalue))
                break;
            Normalize(next, beside);
            (before, direction, next) = (direction, next, before);
        }
        return eigenvalue;
    }

    private static void Normalize(Span<Binary64> vector, double length)
    {
        foreach (ref Binary64 element in vector)
            element = new Binary64(element.Value / length);
    }

    private static double Length(ReadOnlySpan<Binary64> vector) => Math.Sqrt(-Binary64.SubtractDot(default, vector, vector).Value);

    // x ← D⁻¹LLᵀD⁻¹x
    private void Multiply(Binary64[] x)
    {
        var product = new Binary64[x.Length];
        for (int i = 0; i < x.Length; i++)
            Binary64.SubtractMultiple(product.AsSpan(0, i + 1), new Binary64(-x[i].Value / lengths[i]), Row(i));
        for (int i = 0; i < x.Length; i++)
            x[i] = new Binary64(-Binary64.SubtractDot(default, Row(i), product.AsSpan(0, i + 1)).Value / lengths[i]);
    }

    // x ← D(LLᵀ)⁻¹Dx
    private void Solve(Binary64[] x)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] = Binary64.Divide(Binary64.SubtractDot(new Binary64(x[i].Value * lengths[i]), Row(i)[..i], x.AsSpan(0, i)), Row(i)[i]);
        for (int i = x.Length - 1; i >= 0; i--)
        {
            x[i] = Binary64.Divide(x[i], Row(i)[i]);
            Binary64.SubtractMultiple(x.AsSpan(0, i), x[i], Row(i)[..i]);
        }
        for (int i = 0; i < x.Length; i++)
            x[i] = new Binary64(x[i].Value * lengths[i]);
    }

    private ReadOnlySpan<Binary64> Row(int i) => lower.AsSpan(LowerTriangle.Place(first + i, first), i + 1);
}
