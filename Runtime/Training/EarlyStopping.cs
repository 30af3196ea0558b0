namespace NeuralGpu;

/// <summary>Stops a fit when a metric has not improved for some epochs, and gives back the network of the best epoch. Prechelt, "Early stopping – but when?", 1998.</summary>
/// <remarks>The best network of the epochs finished is given back also when the fit completes, converges or diverges; a cancelled fit gives the network so far.</remarks>
/// <param name="Metric">What is watched, after every epoch.</param>
/// <param name="Patience">Epochs in a row without improvement after which the fit stops, at least 1.</param>
/// <param name="MinimumChange">An epoch counts as an improvement when it is better than the best one before by more than this; at least 0, finite.</param>
public sealed record EarlyStopping(Metric Metric, int Patience = 5, double MinimumChange = 0)
{
    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Metric))
            throw new ArgumentOutOfRangeException(nameof(Metric), Metric, "There is no such metric.");
        if (Patience < 1)
            throw new ArgumentOutOfRangeException(nameof(Patience), Patience, "Patience must be at least 1 epoch.");
        if (!(MinimumChange >= 0 && double.IsFinite(MinimumChange)))
            throw new ArgumentOutOfRangeException(nameof(MinimumChange), MinimumChange, "The minimum change must be 0 or a positive, finite number.");
    }
}
