namespace NeuralGpu;

/// <summary>The best network so far under an <see cref="EarlyStopping"/> rule; its parameters stay on the device.</summary>
internal sealed class BestEpoch : IDisposable
{
    private readonly EarlyStopping rule;
    private readonly DeviceParameters best;
    private double? bestValue;
    private int epochsWithout;

    public BestEpoch(Device device, Network network, EarlyStopping rule, BestSoFar? before)
    {
        this.rule = rule;
        best = before is null ? DeviceParameters.Zeros(device, network) : DeviceParameters.Upload(device, before.Network);
        bestValue = before?.Value;
        Epoch = before?.Epoch ?? 0;
        epochsWithout = before?.EpochsWithout ?? 0;
    }

    /// <summary>The best epoch's number; 0 when there is none yet.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether the patience is at its end.</summary>
    public bool IsPatienceOver => epochsWithout >= rule.Patience;

    /// <summary>Looks at a finished epoch; queues a copy of the parameters when it is the best.</summary>
    public void Look(int epoch, double value, DeviceParameters parameters)
    {
        if (!IsImprovement(value))
        {
            epochsWithout++;
            return;
        }
        bestValue = value;
        Epoch = epoch;
        epochsWithout = 0;
        parameters.CopyTo(best);
    }

    /// <summary>The state, to go on from later; null when no epoch has been looked at.</summary>
    public BestSoFar? Download(Device device)
        => bestValue is { } value ? new BestSoFar(best.Download(device), value, Epoch, epochsWithout) : null;

    public void Dispose() => best.Dispose();

    private bool IsImprovement(double value)
    {
        if (double.IsNaN(value))
            return false;
        if (bestValue is not { } before)
            return true;
        return rule.Metric.RisesToImprove() ? value > before + rule.MinimumChange : value < before - rule.MinimumChange;
    }
}
