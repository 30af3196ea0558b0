namespace NeuralGpu;

/// <summary>ηₜ = C.</summary>
internal sealed record ConstantSchedule : Schedule
{
    public override double At(double constant, long update) => constant;

    public override string ToString() => "constant";
}
