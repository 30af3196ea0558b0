namespace NeuralGpu;

/// <summary>Student's t distribution: two-sided probabilities, also tiny ones, and quantiles, to about 10⁻¹⁴ (10⁻¹³ for probabilities near 10⁻³⁰⁰).</summary>
internal static class StudentDistribution
{
    private const int MostTerms = 10_000_000;
    private const double Tiny = 1e-300;

    /// <summary>P(|T| ≥ |t|) = I(x; ν/2, 1/2) with x = ν/(ν + t²), the regularised incomplete beta function. Abramowitz and Stegun, 26.7.1 and 26.5.27.</summary>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        if (double.IsNaN(t) || !(degreesOfFreedom > 0))
            return double.NaN;
        t = Math.Abs(t);
        if (double.IsInfinity(t))
            return 0;
        double a = degreesOfFreedom / 2;
        // x and 1 − x, neither of them by a subtraction.
        double ratio = t / Math.Sqrt(degreesOfFreedom);
        double square = ratio * ratio;
        double x = 1 / (1 + square);
        double rest = double.IsInfinity(square) ? 1 : square / (1 + square);
        // xᵃ(1 − x)^½ / B(a, ½)
        double logarithm = double.IsInfinity(square) ? 2 * Math.Log(ratio) : LogOnePlus(square);
        double front = Math.Exp(-a * logarithm) * Math.Sqrt(rest) * GammaRatio(a) / Math.Sqrt(Math.PI);
        return x < (a + 1) / (a + 2.5)
            ? front * ContinuedFraction(x, a, 0.5) / a
            : 1 - (front * ContinuedFraction(rest, 0.5, a) / 0.5);
    }

    /// <summary>The t with P(|T| ≥ t) = <paramref name="probability"/>: Newton's method, kept within a shrinking bracket.</summary>
    public static double Quantile(double probability, double degreesOfFreedom)
    {
        if (!(probability is > 0 and < 1) || !(degreesOfFreedom > 0))
            return double.NaN;
        double low = 0;
        double high = 1;
        while (TwoSided(high, degreesOfFreedom) > probability)
        {
            low = high;
            high *= 2;
        }
        double t = (low + high) / 2;
        for (int step = 0; step < 200; step++)
        {
            double difference = TwoSided(t, degreesOfFreedom) - probability;
            if (difference > 0)
                low = t;
            else
                high = t;
            double next = t + (difference / (2 * Density(t, degreesOfFreedom)));
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-15 * next)
                return next;
            t = next;
        }
        return t;
    }

    private static double Density(double t, double degreesOfFreedom)
        => Math.Exp(-(degreesOfFreedom + 1) / 2 * LogOnePlus(t * t / degreesOfFreedom)) * GammaRatio(degreesOfFreedom / 2) / Math.Sqrt(degreesOfFreedom * Math.PI);

    /// <summary>Γ(z + ½)/Γ(z): its asymptotic series from 20 on, and R(z) = R(z + 1)·z/(z + ½) below.</summary>
    private static double GammaRatio(double z)
    {
        double factor = 1;
        for (; z < 20; z++)
            factor *= z / (z + 0.5);
        double r = 1 / z;
        double s = r * r;
        double series = r * (-0.125 + (s * ((1.0 / 192) + (s * ((-1.0 / 640) + (s * ((17.0 / 14336) + (s * (-31.0 / 18432)))))))));
        return factor * Math.Sqrt(z) * Math.Exp(series);
    }

    /// <summary>ln(1 + x) without the cancellation of 1 + x. Goldberg, "What every computer scientist should know about floating-point arithmetic" (1991), theorem 4.</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>The continued fraction of the incomplete beta function by Lentz's method. Abramowitz and Stegun, 26.5.8.</summary>
    private static double ContinuedFraction(double x, double a, double b)
    {
        double numerator = 1;
        double denominator = Inverse(1 - ((a + b) * x / (a + 1)));
        double value = denominator;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            denominator = Inverse(1 + (even * denominator));
            numerator = NotZero(1 + (even / numerator));
            value *= denominator * numerator;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            denominator = Inverse(1 + (odd * denominator));
            numerator = NotZero(1 + (odd / numerator));
            double step = denominator * numerator;
            value *= step;
            if (Math.Abs(step - 1) < 2e-16)
                break;
        }
        return value;

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
        static double Inverse(double value) => 1 / NotZero(value);
    }
}
