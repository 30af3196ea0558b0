using System.Runtime.CompilerServices;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>How rows of samples become columns of a least-squares problem: the constant 1, then the features or the powers of one. Book, section 1.1 and (1.8).</summary>
/// <remarks>
/// Columns are divided by powers of two where their squares might leave binary64's range, and have shifts c where a free intercept makes that free. Coefficients come in three forms: those of the shifted columns (u),
/// those of the columns themselves (v), and those that are reported: of powers of x where the columns are powers of t = (x − center)/2ᵉ, and not divided by powers of two.
/// </remarks>
internal sealed class DesignColumns
{
    private const string InterceptName = "intercept";

    private readonly double center;
    private readonly bool isExpanded;
    private readonly bool isSingle;

    private DesignColumns(SampleSource source, LeastSquaresOptions options, double[] featureExponents, double center)
    {
        Intercept = options.Intercept;
        Degree = options.Degree;
        Features = source.FeatureNames.Count;
        FeatureNames = [.. source.FeatureNames];
        TargetNames = [.. source.TargetNames];
        this.center = center;
        isExpanded = center != 0;
        isSingle = options.Precision == Precision.Single;
        IEnumerable<string> names = Degree == 1 ? FeatureNames : PowerExpansion.Names(FeatureNames, Degree);
        Names = HasIntercept ? [InterceptName, .. names] : [.. names];
        Exponents = new int[Names.Length];
        for (int j = First; j < Names.Length; j++)
            Exponents[j] = (int)(Degree == 1 ? featureExponents[j - First] : featureExponents[0] * (j - First + 1));
        Shifts = new double[Names.Length];
        TargetExponents = new int[Targets];
        TargetShifts = new double[Targets];
    }

    public Intercept Intercept { get; }

    public bool HasIntercept => Intercept != Intercept.None;

    /// <summary>Names of the columns.</summary>
    public string[] Names { get; }

    public string[] FeatureNames { get; }

    public string[] TargetNames { get; }

    public int Features { get; }

    public int Targets => TargetNames.Length;

    public int Degree { get; }

    /// <summary>Columns of X.</summary>
    public int Count => Names.Length;

    /// <summary>1, or 2 when each row holds the high parts of all columns and then the low parts of all.</summary>
    public int Parts => Degree == 1 ? 1 : 2;

    /// <summary>A column is its scaled values times 2 to this power.</summary>
    public int[] Exponents { get; private init; }

    /// <summary>What is subtracted from each scaled column.</summary>
    public double[] Shifts { get; private init; }

    /// <summary>A target is its scaled values times 2 to this power.</summary>
    public int[] TargetExponents { get; private init; }

    /// <summary>What is subtracted from each scaled target.</summary>
    public double[] TargetShifts { get; private init; }

    /// <summary>Whether a row's columns are its features as they are, with or without a 1 before them, and its targets likewise.</summary>
    public bool AreFeatures => Degree == 1 && Exponents.All(exponent => exponent == 0) && TargetExponents.All(exponent => exponent == 0);

    /// <summary>What helps when the columns are dependent.</summary>
    public string Advice => Degree == 1
        ? $"Leave such columns out, use {nameof(RidgeRegression)} (a penalty), which has a unique solution for any columns, or ask for the solution of minimum norm."
        : "Use a lower degree, or a penalty.";

    private int First => HasIntercept ? 1 : 0;

    /// <summary>The features as they are, scaled and shifted by what a few rows suggest.</summary>
    public static DesignColumns ForFeatures(SampleSource source, LeastSquaresOptions options, SampleBlock rows)
    {
        int features = source.FeatureNames.Count;
        int targets = source.TargetNames.Count;
        // binary32 has so small a range that every column is scaled.
        Func<double, int> exponent = options.Precision == Precision.Single ? Exponent : ModerateExponent;
        double[] exponents = [.. Enumerable.Range(0, features).Select(feature => (double)exponent(Largest(Column(rows.Features, rows.Rows, features, feature))))];
        var columns = new DesignColumns(source, options, exponents, 0);
        for (int target = 0; target < targets; target++)
            columns.TargetExponents[target] = exponent(Largest(Column(rows.Targets, rows.Rows, targets, target)));
        columns.SetShifts(rows);
        return columns;
    }

    /// <summary>The same columns, divided by the powers of two that all their values ask for.</summary>
    public static DesignColumns ForFeatures(SampleSource source, LeastSquaresOptions options, SampleBlock rows, double[] largestFeatures, double[] largestTargets)
    {
        var columns = new DesignColumns(source, options, [.. largestFeatures.Select(value => (double)Exponent(value))], 0);
        for (int target = 0; target < largestTargets.Length; target++)
            columns.TargetExponents[target] = Exponent(largestTargets[target]);
        columns.SetShifts(rows);
        return columns;
    }

    /// <summary>The powers of one feature with the given range.</summary>
    public static DesignColumns ForPowers(SampleSource source, LeastSquaresOptions options, SampleBlock rows, double smallest, double largest, double[] largestTargets)
    {
        // A penalty and a norm depend on the basis, and without an intercept there is no other with the same span.
        double center = options.Intercept == Intercept.Free && options.Penalties.Count == 0 && options.RankDeficiency == RankDeficiency.Refuse ? (smallest / 2) + (largest / 2) : 0;
        double width = Math.Max(Math.Abs(largest - center), Math.Abs(smallest - center));
        var columns = new DesignColumns(source, options, [Exponent(width)], center);
        for (int target = 0; target < largestTargets.Length; target++)
            columns.TargetExponents[target] = Exponent(largestTargets[target]);
        columns.SetShifts(rows);
        return columns;
    }

    /// <summary>Whether a column, or a target after the columns, has a shift; its square is then zero when it is constant.</summary>
    public bool IsShifted(int column) => column < Count ? Shifts[column] != 0 : TargetShifts[column - Count] != 0;

    /// <summary>A column's name as a message shows it.</summary>
    public string Label(int column) => HasIntercept && column == 0 ? "the intercept" : Quoted.Text(Names[column]);

    /// <summary>A target's value as it is computed with.</summary>
    public double ScaledTarget(double value, int target) => TargetExponents[target] == 0 ? value : Math.ScaleB(value, -TargetExponents[target]);

    /// <summary>Writes [X Y … Y]: the columns, then the targets as often as they are fitted at once.</summary>
    /// <param name="block">The samples.</param>
    /// <param name="first">The first row to write.</param>
    /// <param name="count">How many.</param>
    /// <param name="copies">How often the targets stand in a row.</param>
    /// <param name="data">[rows × parts·(columns + targets · copies)].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Fill(SampleBlock block, int first, int count, int copies, Span<double> data)
    {
        int width = Count + (Targets * copies);
        double[]? factors = Degree == 1 && Exponents.Any(exponent => exponent != 0) ? [.. Exponents.Skip(First).Select(exponent => Math.ScaleB(1, -exponent))] : null;
        ReadOnlySpan<double> allFeatures = block.Features.Span;
        ReadOnlySpan<double> allTargets = block.Targets.Span;
        for (int row = first; row < first + count; row++)
        {
            Span<double> to = data.Slice(row * width * Parts, width * Parts);
            FillColumns(allFeatures.Slice(row * Features, Features), factors, to, width);
            ReadOnlySpan<double> targets = allTargets.Slice(row * Targets, Targets);
            for (int target = 0; target < Targets; target++)
                to[Count + target] = ScaledTarget(targets[target], target);
            for (int copy = 1; copy < copies; copy++)
                to.Slice(Count, Targets).CopyTo(to[(Count + (copy * Targets))..]);
            if (Parts == 2)
                to[(width + Count)..].Clear();
        }
    }

    /// <summary>One row of the shifted columns.</summary>
    public DoubleDouble[] ShiftedRow(ReadOnlySpan<double> features)
    {
        DoubleDouble[] row = Row(features);
        for (int j = First; j < Count; j++)
            row[j] = DoubleDouble.Add(row[j], new DoubleDouble(-Shifts[j], 0));
        return row;
    }

    /// <summary>One row of the columns.</summary>
    public DoubleDouble[] Row(ReadOnlySpan<double> features)
    {
        var data = new double[Count * Parts];
        double[]? factors = Degree == 1 ? [.. Exponents.Skip(First).Select(exponent => Math.ScaleB(1, -exponent))] : null;
        FillColumns(features, factors, data, Count);
        return [.. Enumerable.Range(0, Count).Select(j => new DoubleDouble(data[j], Parts == 2 ? data[Count + j] : 0))];
    }

    /// <summary>From u to v, in place: the intercept takes up c·u.</summary>
    public void Unshift(Span<DoubleDouble> coefficients)
    {
        if (Intercept != Intercept.Free)
            return;
        for (int j = 1; j < Count; j++)
            coefficients[0] = DoubleDouble.MultiplyAdd(-Shifts[j], coefficients[j], coefficients[0]);
    }

    /// <summary>From v to powers of x (divided by the powers of two), in place, by repeated synthetic division.</summary>
    public void Expand(Span<DoubleDouble> coefficients)
    {
        if (!isExpanded)
            return;
        double scaled = Math.ScaleB(center, -Exponents[1]);
        for (int lowest = 0; lowest < Degree; lowest++)
        {
            for (int k = Degree - 1; k >= lowest; k--)
                coefficients[k] = DoubleDouble.MultiplyAdd(-scaled, coefficients[k + 1], coefficients[k]);
        }
    }

    /// <summary>How a reported coefficient (divided by the powers of two) depends on u: a row of numbers, zero before the coefficient's own place.</summary>
    public DoubleDouble[] MapRow(int coefficient)
    {
        var row = new DoubleDouble[Count];
        MapRow(coefficient, row);
        return row;
    }

    /// <summary>The same, written to <paramref name="row"/>, [columns].</summary>
    public void MapRow(int coefficient, Span<DoubleDouble> row)
    {
        row.Clear();
        row[coefficient] = new DoubleDouble(1, 0);
        if (isExpanded)
        {
            var unit = new DoubleDouble[Count];
            for (int j = coefficient; j < Count; j++)
            {
                Array.Clear(unit);
                unit[j] = new DoubleDouble(1, 0);
                Expand(unit);
                row[j] = unit[coefficient];
            }
        }
        else if (Intercept == Intercept.Free && coefficient == 0)
        {
            for (int j = 1; j < Count; j++)
                row[j] = new DoubleDouble(-Shifts[j], 0);
        }
    }

    private static int Exponent(double largest) => largest == 0 ? 0 : Math.Clamp(Math.ILogB(largest), -1000, 1000);

    // Within these bounds neither squares nor what double-doubles lose of them leave the range.
    private static int ModerateExponent(double largest) => Math.Abs(Exponent(largest)) <= 100 ? 0 : Exponent(largest);

    private static double[] Column(ReadOnlyMemory<double> values, int rows, int columns, int column)
    {
        ReadOnlySpan<double> all = values.Span;
        var elements = new double[rows];
        for (int row = 0; row < rows; row++)
            elements[row] = all[(row * columns) + column];
        return elements;
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    // The mean of values that are divided by a power of two.
    private double Shift(double[] values, int exponent)
    {
        for (int i = 0; i < values.Length && exponent != 0; i++)
            values[i] = Math.ScaleB(values[i], -exponent);
        double mean = Mean(values);
        return isSingle ? (float)mean : mean;
    }

    private void SetShifts(SampleBlock rows)
    {
        if (Intercept != Intercept.Free)
            return;
        for (int j = First; j < Count && Degree == 1; j++)
            Shifts[j] = Shift(Column(rows.Features, rows.Rows, Features, j - First), Exponents[j]);
        for (int target = 0; target < Targets; target++)
            TargetShifts[target] = Shift(Column(rows.Targets, rows.Rows, Targets, target), TargetExponents[target]);
    }

    // A constant's mean is the constant.
    private static double Mean(double[] values)
    {
        double sum = 0;
        bool isConstant = true;
        foreach (double value in values)
        {
            sum += value;
            isConstant &= value == values[0];
        }
        return isConstant ? values[0] : sum / values.Length;
    }

    private void FillColumns(ReadOnlySpan<double> features, double[]? factors, Span<double> to, int width)
    {
        if (HasIntercept)
            to[0] = 1;
        if (Degree > 1)
        {
            FillPowers(features[0], to, width);
            return;
        }
        if (factors is null)
        {
            features.CopyTo(to[First..]);
            return;
        }
        for (int j = 0; j < features.Length; j++)
            to[First + j] = features[j] * factors[j];
    }

    private void FillPowers(double x, Span<double> to, int width)
    {
        if (HasIntercept)
            to[width] = 0;
        double inverse = Math.ScaleB(1, -Exponents[First]);
        DoubleDouble difference = DoubleDouble.Sum(x, -center);
        var t = new DoubleDouble(difference.High * inverse, difference.Low * inverse);
        DoubleDouble power = t;
        for (int k = 1; k <= Degree; k++)
        {
            if (k > 1)
                power = DoubleDouble.Multiply(power, t);
            to[First + k - 1] = power.High;
            to[width + First + k - 1] = power.Low;
        }
    }
}
