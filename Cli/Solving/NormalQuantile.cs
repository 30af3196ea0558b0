namespace NeuralGpu.Cli;

/// <summary>The inverse of the normal distribution function, right to about 7 digits, which is ample for a chart. Wichura, "Algorithm AS 241: The percentage points of the normal distribution" (1988), PPND7.</summary>
internal static class NormalQuantile
{
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    public static double Of(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double central = 0.180625 - (q * q);
            return q * Polynomial(central, 3.3871327179, 50.434271938, 159.29113202, 59.109374720) / Polynomial(central, 1, 17.895169469, 78.757757664, 67.187563600);
        }
        double r = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        double tail = r <= 5
            ? Polynomial(r - 1.6, 1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103) / Polynomial(r - 1.6, 1, 0.73700164250, 0.12021132975)
            : Polynomial(r - 5, 6.6579051150, 3.0812263860, 0.42868294337, 0.017337203997) / Polynomial(r - 5, 1, 0.24197894225, 0.012258202635);
        return q < 0 ? -tail : tail;
    }

    private static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            sum = (sum * x) + coefficients[i];
        return sum;
    }
}
