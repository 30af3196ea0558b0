using System.Globalization;

namespace NeuralGpu;

/// <summary>ηₜ from C to f·C along half a cosine over T updates.</summary>
internal sealed record CosineSchedule : Schedule
{
    private readonly long updates;
    private readonly double finalFraction;

    public CosineSchedule(long updates, double finalFraction)
    {
        if (updates < 1)
            throw new ArgumentOutOfRangeException(nameof(updates), updates, "A cosine schedule needs at least 1 update to run over.");
        if (!(finalFraction >= 0 && finalFraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(finalFraction), finalFraction, "The final fraction of a cosine schedule must lie from 0 to 1.");
        this.updates = updates;
        this.finalFraction = finalFraction;
    }

    private protected override double RateAt(double constant, long update)
    {
        double share = (double)Math.Min(update - 1, updates) / updates;
        return constant * (finalFraction + ((1 - finalFraction) * 0.5 * (1 + IeeeCosine.OfHalfTurns(share))));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cosine:{updates},{finalFraction:R}");
}
