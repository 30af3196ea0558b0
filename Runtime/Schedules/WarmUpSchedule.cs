using System.Globalization;

namespace NeuralGpu;

/// <summary>ηₜ = C·t/w for t ≤ w, then another schedule.</summary>
internal sealed record WarmUpSchedule : Schedule
{
    private readonly long updates;
    private readonly Schedule next;

    public WarmUpSchedule(long updates, Schedule next)
    {
        if (updates < 1)
            throw new ArgumentOutOfRangeException(nameof(updates), updates, "A warm-up needs at least 1 update.");
        this.updates = updates;
        this.next = next;
    }

    private protected override double RateAt(double constant, long update)
        => update <= updates ? constant * update / updates : next.At(constant, update - updates);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"warm-up:{updates} then {next}");
}
