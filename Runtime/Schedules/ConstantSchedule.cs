namespace NeuralGpu;

/// <summary>ηₜ = C.</summary>
internal sealed record ConstantSchedule : Schedule
{
    private protected override double RateAt(double constant, long update) => constant;

    public override string ToString() => "constant";
}
