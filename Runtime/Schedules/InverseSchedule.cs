namespace NeuralGpu;

/// <summary>ηₜ = C/t.</summary>
internal sealed record InverseSchedule : Schedule
{
    public override double At(double constant, long update) => constant / update;

    public override string ToString() => "inverse";
}
