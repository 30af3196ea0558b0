namespace NeuralGpu;

/// <summary>ηₜ = C/√t.</summary>
internal sealed record InverseSqrtSchedule : Schedule
{
    public override double At(double constant, long update) => constant / Math.Sqrt(update);

    public override string ToString() => "inverse-sqrt";
}
