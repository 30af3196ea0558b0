namespace NeuralGpu;

/// <summary>A = LLᵀ, row by row in a fixed order, leaving out rows that depend on earlier ones. Golub and Van Loan, "Matrix Computations", section 4.2.</summary>
internal sealed class Factor<T>
    where T : struct, IReal<T>
{
    private const int RowsTogether = 4;

    private readonly T[] lower;
    private readonly bool[] isDependent;

    /// <summary>Factors a symmetric matrix in place.</summary>
    /// <param name="matrix">Its packed lower triangle, which becomes L's.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="tolerance">A row depends on earlier ones when its pivot is at most this part of its diagonal element …</param>
    /// <param name="noise">… or at most what this returns for it; asked when the rows before it are done.</param>
    public Factor(T[] matrix, int size, double tolerance, Func<Factor<T>, int, double> noise)
    {
        Size = size;
        lower = matrix;
        isDependent = new bool[size];
        for (int i = 0; i < size; i++)
        {
            Span<T> row = lower.AsSpan(LowerTriangle.Place(i, 0), i + 1);
            double diagonal = row[i].Wide.High;
            for (int j = 0; j < i; j++)
                row[j] = isDependent[j] ? default : T.Divide(T.SubtractDot(row[j], row[..j], Row(j)[..j]), Row(j)[j]);
            T pivot = T.SubtractDot(row[i], row[..i], row[..i]);
            LastPivot = pivot.Wide.High;
            isDependent[i] = !(LastPivot > tolerance * diagonal && LastPivot > noise(this, i));
            row[i] = isDependent[i] ? default : T.Sqrt(pivot);
        }
    }

    /// <summary>Takes a factor that a device computed.</summary>
    /// <param name="lower">L's packed triangle; a zero on the diagonal is a dependent row.</param>
    /// <param name="size">Rows and columns.</param>
    public Factor(T[] lower, int size)
    {
        Size = size;
        this.lower = lower;
        isDependent = [.. Enumerable.Range(0, size).Select(i => Row(i)[i].Wide.High == 0)];
    }

    public int Size { get; }

    /// <summary>The last pivot before its root: the squared distance of its row's column from what earlier columns span.</summary>
    public double LastPivot { get; private set; }

    /// <summary>Rows that depend on earlier ones; with none the matrix is positive definite.</summary>
    public int[] Dependent => [.. Enumerable.Range(0, Size).Where(i => isDependent[i])];

    /// <summary>Row i of L, up to the diagonal.</summary>
    public ReadOnlySpan<T> Row(int i) => lower.AsSpan(LowerTriangle.Place(i, 0), i + 1);

    public bool IsDependent(int row) => isDependent[row];

    /// <summary>L's packed triangle.</summary>
    public T[] Lower => lower;

    /// <summary>x with Ax = b, in place; 0 for dependent rows.</summary>
    public void Solve(Span<T> x)
    {
        SolveLower(x, 0);
        SolveTransposed(x, Size);
    }

    /// <summary>z with Lz = b, in place, for a b that is zero before <paramref name="first"/>; 0 for dependent rows.</summary>
    public void SolveLower(Span<T> x, int first)
    {
        for (int i = first; i < Size; i++)
        {
            ReadOnlySpan<T> row = Row(i);
            x[i] = isDependent[i] ? default : T.Divide(T.SubtractDot(x[i], row[first..i], x[first..i]), row[i]);
        }
    }

    /// <summary>The same for several b, [size × count]: rows of L are read once for all of them, a few together.</summary>
    /// <param name="several">B, which is zero before <paramref name="first"/>.</param>
    /// <param name="count">A multiple of 16.</param>
    /// <param name="first">The first row that is not zero.</param>
    public void SolveLower(Span<T> several, int count, int first)
    {
        for (int start = first; start < Size; start += RowsTogether)
        {
            int end = Math.Min(Size, start + RowsTogether);
            T.SubtractProducts(lower, start, end - start, first, several, count);
            for (int i = start; i < end; i++)
            {
                Span<T> x = several.Slice(i * count, count);
                if (isDependent[i])
                {
                    x.Clear();
                    continue;
                }
                ReadOnlySpan<T> row = Row(i);
                for (int k = start; k < i; k++)
                    T.SubtractMultiple(x, row[k], several.Slice(k * count, count));
                for (int b = 0; b < count; b++)
                    x[b] = T.Divide(x[b], row[i]);
            }
        }
    }

    /// <summary>The coefficients c with which the independent columns before a column make it up as well as they can: column ≈ Σ c[k] · column k.</summary>
    public T[] Combination(int column)
    {
        T[] coefficients = Row(column)[..column].ToArray();
        SolveTransposed(coefficients, column);
        return coefficients;
    }

    // Lᵀx = b for the leading rows, a column of Lᵀ at a time, so that L is read along its rows.
    private void SolveTransposed(Span<T> x, int rows)
    {
        for (int i = rows - 1; i >= 0; i--)
        {
            if (isDependent[i])
            {
                x[i] = default;
                continue;
            }
            ReadOnlySpan<T> row = Row(i);
            x[i] = T.Divide(x[i], row[i]);
            T.SubtractMultiple(x[..i], x[i], row[..i]);
        }
    }
}
