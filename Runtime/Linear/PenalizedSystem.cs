using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A <see cref="NormalSystem{T}"/> with a penalty, factored.</summary>
internal sealed class PenalizedSystem<T>
    where T : struct, IReal<T>
{
    // A stored value may be off by half a unit in its last place; a combination of columns that is no longer than a few of those is none.
    private const double RoundingPart = 4.0 / (1L << 53);

    // Below this part of a column's square it is worth asking whether the rest is rounding only.
    private const double Suspicious = 1e-20;

    private readonly T[] diagonal;
    private Factor<T> factor;
    private SingleFactor<T>? single;

    public PenalizedSystem(NormalSystem<T> system, double penalty)
    {
        System = system;
        Penalty = penalty;
        DesignColumns columns = system.Columns;
        Penalties = new DoubleDouble[columns.Count];
        diagonal = new T[columns.Count];
        DoubleDouble total = DoubleDouble.MultiplyAdd(penalty, system.Statistics.Weight, default);
        for (int j = 0; j < columns.Count; j++)
        {
            if (penalty > 0 && !(j == 0 && columns.Intercept == Intercept.Free))
                Penalties[j] = Scaled(total, -2 * columns.Exponents[j]);
            diagonal[j] = T.Add(system.Row(j)[0], T.From(Penalties[j]));
        }
        Lengths = [.. diagonal.Select(square => Math.Sqrt(square.Wide.High))];
        bool isLarge = columns.Count >= DeviceFactor<T>.SmallestSize;
        if (isLarge && system.Precision == Precision.Single)
            single = Single();
        factor = single is not null ? single.Factor : isLarge ? Large() : OnHost();
        Dependent = factor.Dependent;
        Condition = new ConditionEstimate<T>(factor, columns.Intercept == Intercept.Free ? 1 : 0, system.Device.HostLoop).Value;
    }

    public NormalSystem<T> System { get; }

    /// <summary>λ.</summary>
    public double Penalty { get; }

    /// <summary>Σw·λ for each scaled column.</summary>
    public DoubleDouble[] Penalties { get; }

    /// <summary>The lengths of the shifted columns: what a coefficient of 1 contributes.</summary>
    public double[] Lengths { get; }

    /// <summary>Columns that depend on earlier ones.</summary>
    public int[] Dependent { get; }

    public int Rank => factor.Size - Dependent.Length;

    /// <summary>Estimate of the 2-norm condition number of the scaled columns.</summary>
    public double Condition { get; }

    /// <summary>By what part of it a solution is off, about, and how much each refinement leaves of an error.</summary>
    public double ErrorPart => Condition * Condition * T.Epsilon * (4 + Math.Sqrt(System.Statistics.Rows / (double)DotProduct.ChunkLength));

    // The errors of XᵀX grow with the roots of its chains' lengths, those of the factor with the columns.
    private double Tolerance => T.Epsilon * ((8 * (System.Columns.Count + 8)) + (2 * Math.Sqrt(System.Statistics.Rows / (double)DotProduct.ChunkLength)));

    /// <summary>Whether the factor is a binary32 one.</summary>
    public bool IsSingle => single is not null;

    /// <summary>The solution for a right-hand side, in shifted columns.</summary>
    public DoubleDouble[] Solve(T[] right)
    {
        if (single is not null && !single.Solve(right))
        {
            factor = Large();
            single = null;
        }
        if (single is null)
            factor.Solve(right);
        return [.. right.Select(value => value.Wide)];
    }

    /// <summary>L⁻¹a: its square is aᵀ(XᵀWX + Σw·λI)⁻¹a.</summary>
    /// <param name="row">a, in shifted columns; overwritten.</param>
    /// <param name="first">a is zero before it.</param>
    public void SolveLower(T[] row, int first) => factor.SolveLower(row, first);

    /// <summary>The same for several a at once, [columns × count]; count is a multiple of 16.</summary>
    public void SolveLower(Span<T> several, int count, int first) => factor.SolveLower(several, count, first);

    /// <summary>The lengths of L⁻¹b for as many b as there are columns, on the device; for large systems without dependent columns.</summary>
    public double[] SolvedLengths(Func<int, DoubleDouble[]> right)
    {
        if (single is not null)
            return single.SolvedLengths(right);
        using DeviceFactor<T> onDevice = System.Device.FreeingOnFailure(() => new DeviceFactor<T>(System.Device, factor.Lower, factor.Size));
        return onDevice.SolvedLengths(right);
    }

    /// <summary>The coefficients that make up a dependent column, and its distance from what they make up.</summary>
    public DoubleDouble[] Combination(int dependent) => [.. factor.Combination(dependent).Select(value => value.Wide)];

    /// <summary>The length of a column before its shift.</summary>
    public double RawLength(int column)
    {
        double shift = System.Columns.Shifts[column];
        return Math.Sqrt(diagonal[column].Wide.High + (System.Statistics.Weight.High * shift * shift));
    }

    private static DoubleDouble Scaled(DoubleDouble value, int exponent)
    {
        // A coefficient under a penalty of 10³⁰⁰ is zero to binary64; infinity would make it NaN.
        const double Largest = 1e300;
        double high = Math.ScaleB(value.High, exponent);
        return high > Largest ? new DoubleDouble(Largest, 0) : new DoubleDouble(high, Math.ScaleB(value.Low, exponent));
    }

    // Null when binary32 cannot tell all columns apart.
    private SingleFactor<T>? Single()
    {
        var found = new SingleFactor<T>(System.Device, Matrix(), Lengths);
        return found.Factor.Dependent.Length > 0 || IsSuspicious(found.Factor) ? null : found;
    }

    private Factor<T> Large()
    {
        int size = System.Columns.Count;
        T[] lower = GC.AllocateUninitializedArray<T>(LowerTriangle.Length(size));
        using (DeviceFactor<T> onDevice = System.Device.FreeingOnFailure(() => new DeviceFactor<T>(System.Device, diagonal, System.Row)))
            onDevice.Compute(lower, Tolerance);
        var large = new Factor<T>(lower, size);
        return IsSuspicious(large) ? OnHost() : large;
    }

    private Factor<T> OnHost() => new(Matrix(), System.Columns.Count, Tolerance, Noise);

    private T[] Matrix()
    {
        T[] matrix = System.Lower();
        for (int j = 0; j < diagonal.Length; j++)
            matrix[LowerTriangle.Place(j, j)] = diagonal[j];
        return matrix;
    }

    // The device does not ask what is noise; where it matters, the host does.
    private bool IsSuspicious(Factor<T> large)
        => Penalty == 0 && System.Columns.Degree == 1 && Enumerable.Range(0, large.Size).Any(i => Square(large.Row(i)[i].Wide.High) <= Suspicious * Square(RawLength(i)));

    private double Noise(Factor<T> partial, int row)
    {
        // A penalty makes any columns independent; powers are exact functions of x, not rounded to binary64.
        if (Penalty > 0 || System.Columns.Degree > 1)
            return 0;
        double length = RawLength(row);
        double floor = Square(RoundingPart * length);
        double pivot = partial.LastPivot;
        if (!(pivot > floor) || pivot > Suspicious * (length * length))
            return floor;
        DoubleDouble[] combination = [.. partial.Combination(row).Select(value => value.Wide)];
        for (int k = 0; k < row; k++)
            length += Math.Abs(combination[k].High) * RawLength(k);
        return Square(RoundingPart * length);
    }

    private static double Square(double value) => value * value;
}
