namespace NeuralGpu.Tests;

/// <summary>Errors of binary32 results against binary64 references, in units in the last place.</summary>
/// <remarks>
/// The unit is the distance of neighbouring binary32 numbers in the binade of the correctly rounded result: 2^(e − 23) for 2ᵉ ≤ |result| &lt; 2^(e + 1), and 2⁻¹⁴⁹ for subnormals and zero.
/// Where the correctly rounded result is infinite, an infinite result has no error and a finite one an infinite error. Inputs whose exact value is NaN must give NaN and are not counted.
/// </remarks>
internal sealed class UlpStatistics
{
    private double sum;

    public long Count { get; private set; }

    public long CorrectlyRounded { get; private set; }

    public double Max { get; private set; }

    public float MaxAt { get; private set; }

    public double Mean => sum / Count;

    public static double Error(float result, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(result))
            return double.PositiveInfinity;
        if (float.IsInfinity(rounded) || float.IsInfinity(result))
            return rounded == result ? 0 : double.PositiveInfinity;
        double unit = float.IsSubnormal(rounded) || rounded == 0 ? float.Epsilon : Math.ScaleB(1, Math.ILogB(rounded) - 23);
        return Math.Abs(result - exact) / unit;
    }

    public void Add(float input, float result, double exact)
    {
        if (double.IsNaN(exact))
        {
            if (!float.IsNaN(result))
                Record(input, double.PositiveInfinity);
            return;
        }
        Count++;
        if (result == (float)exact)
            CorrectlyRounded++;
        double error = Error(result, exact);
        sum += error;
        Record(input, error);
    }

    /// <summary>Takes in what another thread has counted.</summary>
    public void Merge(UlpStatistics other)
    {
        Count += other.Count;
        CorrectlyRounded += other.CorrectlyRounded;
        sum += other.sum;
        Record(other.MaxAt, other.Max);
    }

    public override string ToString()
        => $"max {Max:F4} ULP at {Bits.Show(MaxAt)}, mean {Mean:F4} ULP, {100.0 * CorrectlyRounded / Count:F3} % correctly rounded, {Count:N0} inputs";

    private void Record(float input, double error)
    {
        if (error > Max)
            (Max, MaxAt) = (error, input);
    }
}
