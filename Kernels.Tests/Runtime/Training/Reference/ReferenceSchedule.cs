using System.Globalization;

namespace NeuralGpu.Tests;

/// <summary>The contract's learning rates, from a schedule's text.</summary>
internal static class ReferenceSchedule
{
    public static double Rate(string schedule, double constant, long t)
    {
        if (schedule.StartsWith("warm-up:", StringComparison.Ordinal))
        {
            string[] parts = schedule["warm-up:".Length..].Split(" then ", 2);
            long warm = long.Parse(parts[0], CultureInfo.InvariantCulture);
            return t <= warm ? constant * t / warm : Rate(parts[1], constant, t - warm);
        }
        string[] words = schedule.Split(':', ',');
        double Number(int i) => double.Parse(words[i], CultureInfo.InvariantCulture);
        switch (words[0])
        {
            case "constant":
                return constant;
            case "inverse-sqrt":
                return constant / Math.Sqrt(t);
            case "inverse":
                return constant / t;
            case "step":
                return constant * Power(Number(2), (t - 1) / (long)Number(1));
            case "cosine":
                double share = Math.Min(t - 1, (long)Number(1)) / Number(1);
                return constant * (Number(2) + ((1 - Number(2)) * 0.5 * (1 + CosineOfHalfTurns(share))));
            default:
                throw new ArgumentException($"The reference knows no schedule {schedule}.", nameof(schedule));
        }
    }

    /// <summary>xⁿ from the binary digits of n, the lowest first.</summary>
    public static double Power(double x, long n)
    {
        double power = 1;
        foreach (char digit in Convert.ToString(n, 2).Reverse())
        {
            power = digit == '1' ? power * x : power;
            x *= x;
        }
        return power;
    }

    private static double CosineOfHalfTurns(double x)
    {
        if (x > 0.25 && x <= 0.75)
        {
            double y = Math.PI * (0.5 - x);
            double sine = 1;
            for (int k = 20; k >= 2; k -= 2)
                sine = 1 - (y * y / (k * (k + 1)) * sine);
            return y * sine;
        }
        double angle = x <= 0.25 ? Math.PI * x : Math.PI * (1 - x);
        double cosine = 1;
        for (int k = 20; k >= 2; k -= 2)
            cosine = 1 - (angle * angle / ((k - 1) * k) * cosine);
        return x <= 0.25 ? cosine : -cosine;
    }
}
