using System.Globalization;

namespace NeuralGpu;

/// <summary>ηₜ = C · factorᵏ, k = ⌊(t − 1)/every⌋.</summary>
internal sealed record StepSchedule : Schedule
{
    private readonly long every;
    private readonly double factor;

    public StepSchedule(long every, double factor)
    {
        if (every < 1)
            throw new ArgumentOutOfRangeException(nameof(every), every, "A step schedule needs at least 1 update between two steps.");
        if (!(factor > 0 && factor <= 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A step schedule's factor must lie above 0 and not above 1, such as 0.5.");
        this.every = every;
        this.factor = factor;
    }

    private protected override double RateAt(double constant, long update) => constant * IeeePower.Of(factor, (update - 1) / every);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"step:{every},{factor:R}");
}
