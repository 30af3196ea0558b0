namespace NeuralGpu;

/// <summary>How far a solution still moves: when refining it ends, and when it does not help.</summary>
internal sealed class Refinement(int targets)
{
    // Eight binary digits beyond binary64, so that rounding the solution is the only error left.
    private const double SettledPart = 1.0 / (1L << 61);
    private const double NegligiblePart = SettledPart / (1 << 24);
    private const double AcceptablePart = 1.0 / (1L << 50);

    private readonly double[] previous = [.. Enumerable.Repeat(double.PositiveInfinity, targets)];

    /// <summary>Judges one target's step.</summary>
    /// <param name="target">Its number.</param>
    /// <param name="weights">The solution's high parts after the step.</param>
    /// <param name="changes">What the step added.</param>
    /// <param name="lengths">The columns' lengths: what a coefficient of 1 contributes.</param>
    public RefinementState Judge(int target, double[] weights, double[] changes, double[] lengths)
    {
        double size = 0;
        double change = 0;
        bool isSettled = true;
        for (int j = 0; j < weights.Length; j++)
        {
            size = Math.Max(size, Math.Abs(weights[j]) * lengths[j]);
            change = Math.Max(change, Math.Abs(changes[j]) * lengths[j]);
        }
        for (int j = 0; j < weights.Length; j++)
            isSettled &= Math.Abs(changes[j]) <= SettledPart * Math.Abs(weights[j]) || Math.Abs(changes[j]) * lengths[j] <= NegligiblePart * size;
        if (isSettled)
            return RefinementState.Settled;
        if (change < previous[target] / 2)
        {
            previous[target] = change;
            return RefinementState.Improving;
        }
        return change <= AcceptablePart * size ? RefinementState.Settled : RefinementState.Stuck;
    }
}
