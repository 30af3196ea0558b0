namespace NeuralGpu;

/// <summary>Rosenblatt's perceptron: passes over the samples in their order and updates on every one that is not strictly on its side. Book, section 3.1 as corrected; Rosenblatt 1958, Novikoff 1962.</summary>
/// <remarks>
/// Where y(w·x + b) ≤ 0: w ← w + ηyx, b ← b + ηy. The fit ends with the first epoch without a mistake, or at the limit of epochs. When a hyperplane with margin γ separates samples of length up to R, the updates are at most (R/γ)² from a zero start, but for rounding (Novikoff); when none does, there is always another mistake. Several outputs are as many perceptrons side by side, such as one-vs-rest.
/// Data and weights stay on the device; an epoch is one launch and one read-back, and allocates nothing on the device. The updates, and with them the weights, are the same, bit for bit, on every device and for any number of threads.
/// </remarks>
public sealed class Perceptron
{
    private readonly Device device;
    private readonly PerceptronOptions options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Perceptron(Device device, PerceptronOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.device = device;
        this.options = options;
    }

    /// <summary>Learns and waits for the result.</summary>
    /// <param name="data">At least one sample; targets −1 and +1, both in every column; without sample weights.</param>
    /// <param name="start">Where to start, such as the network of an earlier fit, which this one then continues; it is not changed. Null: w = 0, b = 0.</param>
    /// <param name="progress">Told after every epoch, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the fit after the epoch under way; the result holds the network so far.</param>
    /// <exception cref="ArgumentException">There is no sample, a value is not finite, a target is not −1 or +1, a column has one of them only, samples have weights, or the network to start from is not one identity layer of the data's widths.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public PerceptronResult Fit(Dataset data, Network? start = null, IProgress<PerceptronProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        PerceptronCheck.RequireData(data);
        if (start is not null)
            PerceptronCheck.RequireStart(start, data);
        start ??= new Network([new DenseLayer(data.Features, data.Outputs, Activation.Identity, new float[checked(data.Features * data.Outputs)], new float[data.Outputs])]);
        return device.FreeingOnFailure(() =>
        {
            using var fit = new PerceptronRun(device, options, start, data, progress, cancellationToken);
            return fit.Run();
        });
    }

    /// <summary>Learns on a thread of its own.</summary>
    /// <inheritdoc cref="Fit"/>
    public Task<PerceptronResult> FitAsync(Dataset data, Network? start = null, IProgress<PerceptronProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Factory.StartNew(
            () => Fit(data, start, progress, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
}
