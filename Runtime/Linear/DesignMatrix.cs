using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The columns X of a least-squares problem, the constant 1 among them, scaled by powers of two. Book, section 1.1.</summary>
/// <remarks>The columns may come in two parts, the high parts of all and then the low parts of all, when they are not binary64 numbers themselves (powers).</remarks>
internal sealed class DesignMatrix
{
    private const string InterceptName = "intercept";

    private DesignMatrix(double[] values, int rows, int parts, string[] names, bool hasIntercept, bool shifts)
    {
        Values = values;
        Rows = rows;
        Parts = parts;
        Names = names;
        HasIntercept = hasIntercept;
        Exponents = BinaryScale.Exponents(values, Stride, Columns);
        BinaryScale.Divide(values, Stride, Exponents);
        Shifts = new double[Columns];
        if (shifts)
            CenterShifts();
    }

    /// <summary>[rows × (columns · parts)].</summary>
    public double[] Values { get; }

    public int Rows { get; }

    /// <summary>1, or 2 when the second half of each row holds the low parts.</summary>
    public int Parts { get; }

    /// <summary>Names of the columns; "intercept" for the constant.</summary>
    public string[] Names { get; }

    /// <summary>Whether column 0 is the constant 1.</summary>
    public bool HasIntercept { get; }

    /// <summary>What helps when the columns are dependent.</summary>
    public string Advice => Parts == 1
        ? $"Leave such columns out, or use {nameof(RidgeRegression)}, which has a unique solution for any columns."
        : "Use a lower degree, or a penalty.";

    public int Columns => Names.Length;

    public int Stride => Columns * Parts;

    /// <summary>A column is its scaled values times 2 to this power.</summary>
    public int[] Exponents { get; }

    /// <summary>What the Gram matrix subtracts from each scaled column: its mean when an unpenalised intercept makes that free, else 0.</summary>
    public double[] Shifts { get; }

    /// <summary>The features as they are.</summary>
    public static DesignMatrix FromFeatures(SampleTable table, Intercept intercept)
    {
        bool hasIntercept = intercept != Intercept.None;
        int first = hasIntercept ? 1 : 0;
        int columns = checked(table.Features + first);
        var values = new double[checked((long)table.Rows * columns)];
        for (int row = 0; row < table.Rows; row++)
        {
            if (hasIntercept)
                values[row * columns] = 1;
            Array.Copy(table.Inputs, row * table.Features, values, (row * columns) + first, table.Features);
        }
        string[] names = hasIntercept ? [InterceptName, .. table.Names] : [.. table.Names];
        return new DesignMatrix(values, table.Rows, 1, names, hasIntercept, intercept == Intercept.Free);
    }

    /// <summary>The powers ((x − center)/2^exponent)ᵏ, k = 0 or 1 … degree, of one feature in double-double. Book, (1.8).</summary>
    /// <exception cref="ArgumentException">A power is too large for binary64.</exception>
    public static DesignMatrix FromPowers(SampleTable table, int degree, Intercept intercept, double center, int exponent)
    {
        bool hasIntercept = intercept != Intercept.None;
        int lowest = hasIntercept ? 0 : 1;
        int columns = degree + 1 - lowest;
        var values = new double[checked((long)table.Rows * columns * 2)];
        double inverse = Math.ScaleB(1, -exponent);
        for (int row = 0; row < table.Rows; row++)
        {
            DoubleDouble difference = DoubleDouble.Sum(table.Inputs[row], -center);
            var x = new DoubleDouble(difference.High * inverse, difference.Low * inverse);
            var power = new DoubleDouble(1, 0);
            for (int k = 0; k <= degree; k++)
            {
                if (k > 0)
                    power = DoubleDouble.Multiply(power, x);
                if (!double.IsFinite(power.High) || !double.IsFinite(power.Low))
                    throw new ArgumentException($"In row {row} (from 0), {table.Inputs[row]} to the power {k} is too large for binary64; divide the feature by a suitable number, or use a lower degree.", nameof(table));
                if (k < lowest)
                    continue;
                long at = ((long)row * columns * 2) + k - lowest;
                values[at] = power.High;
                values[at + columns] = power.Low;
            }
        }
        string name = table.Names[0];
        string[] names = [.. Enumerable.Range(lowest, columns).Select(k => k == 0 ? InterceptName : k == 1 ? name : $"{name}^{k}")];
        return new DesignMatrix(values, table.Rows, 2, names, hasIntercept, intercept == Intercept.Free);
    }

    /// <summary>A column's name as a message shows it.</summary>
    public string Label(int column) => HasIntercept && column == 0 ? "the intercept" : Quoted.Text(Names[column]);

    private void CenterShifts()
    {
        // A constant column's shift is its value itself, so that the difference is exactly zero.
        var sums = new double[Columns];
        var smallest = Enumerable.Repeat(double.PositiveInfinity, Columns).ToArray();
        var largest = Enumerable.Repeat(double.NegativeInfinity, Columns).ToArray();
        for (long row = 0; row < Values.LongLength; row += Stride)
        {
            for (int column = 0; column < Columns; column++)
            {
                double value = Values[row + column];
                sums[column] += value;
                smallest[column] = Math.Min(smallest[column], value);
                largest[column] = Math.Max(largest[column], value);
            }
        }
        for (int column = 1; column < Columns; column++)
            Shifts[column] = smallest[column] == largest[column] ? smallest[column] : sums[column] / Rows;
    }
}
