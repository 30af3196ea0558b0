namespace NeuralGpu;

/// <summary>ηₜ = C/√t.</summary>
internal sealed record InverseSqrtSchedule : Schedule
{
    private protected override double RateAt(double constant, long update) => constant / Math.Sqrt(update);

    public override string ToString() => "inverse-sqrt";
}
