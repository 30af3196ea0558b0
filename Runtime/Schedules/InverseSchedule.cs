namespace NeuralGpu;

/// <summary>ηₜ = C/t.</summary>
internal sealed record InverseSchedule : Schedule
{
    private protected override double RateAt(double constant, long update) => constant / update;

    public override string ToString() => "inverse";
}
