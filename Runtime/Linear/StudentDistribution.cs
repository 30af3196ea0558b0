namespace NeuralGpu;

/// <summary>Student's t distribution: two-sided probabilities, also tiny ones, and quantiles, to about 10⁻¹⁴ (10⁻¹³ for probabilities near 10⁻³⁰⁰).</summary>
internal static class StudentDistribution
{
    private const int MostTerms = 10_000_000;

    // Below it the probability is so large that taking the complement loses nothing.
    private const double LargestOfSeries = 1.2;

    /// <summary>P(|T| ≥ |t|) = I(x; ν/2, 1/2) with x = ν/(ν + t²), the regularised incomplete beta function. Abramowitz and Stegun, 26.7.1 and 26.5.27.</summary>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        if (double.IsNaN(t) || !(degreesOfFreedom > 0))
            return double.NaN;
        t = Math.Abs(t);
        if (double.IsInfinity(t))
            return 0;
        double a = degreesOfFreedom / 2;
        double ratio = t / Math.Sqrt(degreesOfFreedom);
        double square = ratio * ratio;
        bool isHuge = double.IsInfinity(square);
        // x and 1 − x, neither of them by a subtraction.
        double x = 1 / (1 + square);
        double rest = isHuge ? 1 : square / (1 + square);
        // xᵃ(1 − x)^½ / B(a, ½)
        double front = Math.Exp(-a * (isHuge ? 2 * Math.Log(ratio) : LogOnePlus(square))) * Math.Sqrt(rest) * GammaRatio(a) / Math.Sqrt(Math.PI);
        return t > LargestOfSeries ? front * ContinuedFraction(x, rest, a) : 1 - (front * Series(rest, a));
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

    /// <summary>B(y; ½, a)/(√y·(1 − y)ᵃ) as a series of positive terms. Abramowitz and Stegun, 26.5.4.</summary>
    private static double Series(double y, double a)
    {
        double term = 2;
        double sum = term;
        for (int n = 1; n < MostTerms && term > 1e-17 * sum; n++)
        {
            term *= (a + n - 0.5) / (n + 0.5) * y;
            sum += term;
        }
        return sum;
    }

    /// <summary>B(x; a, ½)/(xᵃ·√(1 − x)): the even part of the continued fraction, in which nothing cancels for x near 1.</summary>
    /// <remarks>Didonato and Morris, "Algorithm 708: significant digit computation of the incomplete beta function ratios" (1992), the function BFRAC.</remarks>
    private static double ContinuedFraction(double x, double rest, double a)
    {
        const double B = 0.5;
        // a − (a + b)x
        double c = ((a + B) * rest) - B + 1;
        double c0 = B / a;
        double c1 = 1 + (1 / a);
        double p = 1;
        double s = a + 1;
        double olderNumerator = 0;
        double olderDenominator = 1;
        double numerator = 1;
        double denominator = c / c1;
        double value = c1 / c;
        for (int n = 1; n < MostTerms; n++)
        {
            double t = n / a;
            double w = n * (B - n) * x;
            double e = a / s;
            double alpha = p * (p + c0) * e * e * (w * x);
            double beta = n + (w / s) + ((1 + t) / (c1 + t + t) * (c + (n * (1 + rest))));
            p = 1 + t;
            s += 2;
            (olderNumerator, numerator) = (numerator, (alpha * olderNumerator) + (beta * numerator));
            (olderDenominator, denominator) = (denominator, (alpha * olderDenominator) + (beta * denominator));
            double previous = value;
            value = numerator / denominator;
            if (Math.Abs(value - previous) <= 1e-16 * value)
                break;
            olderNumerator /= denominator;
            olderDenominator /= denominator;
            numerator = value;
            denominator = 1;
        }
        return value;
    }
}
