namespace NeuralGpu;

/// <summary>The range of every feature and target, from a pass over all rows.</summary>
internal sealed class DataRange
{
    private readonly HashSet<double> values = [];

    /// <summary>Reads the rows.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="blocks">Passes over them.</param>
    /// <param name="degree">Powers up to this must be binary64 numbers.</param>
    /// <exception cref="DataFormatException">A power is too large for binary64.</exception>
    public DataRange(SampleSource source, SampleBlocks blocks, int degree)
    {
        LargestFeatures = new double[source.FeatureNames.Count];
        LargestTargets = new double[source.TargetNames.Count];
        blocks.ForEach("range of the values", block =>
        {
            Largest(block.Features.Span, block.Rows, LargestFeatures);
            Largest(block.Targets.Span, block.Rows, LargestTargets);
            for (int row = 0; degree > 1 && row < block.Rows; row++)
            {
                double x = block.Features.Span[row];
                if (!double.IsFinite(PolynomialFeatures.Power(x, degree)))
                    throw new DataFormatException($"In {source.Name}, row {block.FirstRow + row} (from 0), {PolynomialFeatures.TooLarge(x, degree)}");
                if (block.HasWeights && block.Weights[row] == 0)
                    continue;
                Smallest = Math.Min(Smallest, x);
                Greatest = Math.Max(Greatest, x);
                if (values.Count <= degree)
                    values.Add(x);
            }
        });
    }

    /// <summary>max |x| of each feature.</summary>
    public double[] LargestFeatures { get; }

    /// <summary>max |y| of each target.</summary>
    public double[] LargestTargets { get; }

    /// <summary>The first feature's smallest value.</summary>
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>The first feature's greatest value.</summary>
    public double Greatest { get; private set; } = double.NegativeInfinity;

    /// <summary>Refuses a feature with too few different values for its powers.</summary>
    /// <exception cref="SingularSystemException">It has.</exception>
    public void RequireDistinctValues(string feature, int degree, bool hasIntercept)
    {
        int needed = hasIntercept ? degree + 1 : degree;
        int found = hasIntercept ? values.Count : values.Count(value => value != 0);
        if (found >= needed)
            return;
        string kind = hasIntercept ? "different" : "different non-zero";
        string[] dependent = [.. Enumerable.Range(degree - (needed - found) + 1, needed - found).Select(k => k == 1 ? feature : $"{feature}^{k}")];
        throw new SingularSystemException($"{Quoted.Text(feature)} has {found} {kind} value{(found == 1 ? "" : "s")}, but a polynomial of degree {degree} needs at least {needed}, so {string.Join(", ", dependent.Select(Quoted.Text))} cannot be told from the lower powers. Use a lower degree, or a penalty.", dependent, found);
    }

    private static void Largest(ReadOnlySpan<double> values, int rows, double[] largest)
    {
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < largest.Length; column++, at++)
                largest[column] = Math.Max(largest[column], Math.Abs(values[at]));
        }
    }
}
