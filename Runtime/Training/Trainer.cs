namespace NeuralGpu;

/// <summary>Trains networks and linear models by gradient descent, on all samples, one or a mini-batch at a time, with back-propagation. Book, (2.1)–(2.3) and sections 4.1–4.4.</summary>
/// <remarks>
/// Data, parameters, activations and gradients stay on the device for the whole fit. Within an epoch nothing is allocated, and the host waits for the device only to report progress, a few times a second.
/// The parameters and the loss history are the same, bit for bit, on every device and for any number of threads.
/// </remarks>
public sealed class Trainer
{
    private readonly Device device;
    private readonly TrainingOptions options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Trainer(Device device, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.device = device;
        this.options = options;
    }

    /// <summary>Trains a copy of a network and waits for the result.</summary>
    /// <param name="network">Where to start; it is not changed.</param>
    /// <param name="training">At least one sample, as wide as the network.</param>
    /// <param name="validation">Measured after every epoch; never trained on.</param>
    /// <param name="progress">Told after every epoch and a few times a second, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the fit after the update under way; the result holds the network so far.</param>
    /// <exception cref="ArgumentException">A parameter of the network is not finite, there is dropout but no hidden layer, the data's widths do not fit the network, there is no sample, a value is not finite, targets do not fit the loss, or output and loss do not go together.</exception>
    /// <exception cref="DeviceMemoryException">The device has less memory free than <see cref="MemoryOf(Network, Dataset, Dataset?)"/> says; nothing has been allocated, and the message names the largest batch that fits. Or it has, and what is free is in pieces.</exception>
    public TrainingResult Fit(Network network, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Run(TrainingState.Start(network), training, validation, progress, cancellationToken);
    }

    /// <summary>Goes on with a fit that was cancelled, ended or stopped, up to this trainer's <see cref="TrainingOptions.Epochs"/> in all: the weights and the history are, bit for bit, those of a fit that was never interrupted.</summary>
    /// <remarks>To begin anew from trained weights (a warm start), give the network to <see cref="Fit"/> instead: the update number, the optimizer's state and the history then begin at the beginning.</remarks>
    /// <param name="state">The result's <see cref="TrainingResult.State"/>.</param>
    /// <param name="training">The same data, when the fit stopped within an epoch; else any that fits.</param>
    /// <param name="validation">Measured after every epoch; never trained on.</param>
    /// <param name="progress">Told after every epoch and a few times a second, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the fit after the update under way; the result holds the network so far.</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>; or the fit has had all its epochs, its optimizer was another, or it stopped within an epoch that these options or data would go on with differently.</exception>
    /// <exception cref="DeviceMemoryException">The device has less memory free than <see cref="MemoryOf(Network, Dataset, Dataset?)"/> says; nothing has been allocated, and the message names the largest batch that fits. Or it has, and what is free is in pieces.</exception>
    public TrainingResult Continue(TrainingState state, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(training);
        state.RequireContinuable(options, training.Count);
        return Run(state, training, validation, progress, cancellationToken);
    }

    /// <summary>Trains a copy of a network on a thread of its own.</summary>
    /// <inheritdoc cref="Fit"/>
    public Task<TrainingResult> FitAsync(Network network, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Factory.StartNew(
            () => Fit(network, training, validation, progress, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    /// <summary>Goes on with a fit on a thread of its own.</summary>
    /// <inheritdoc cref="Continue"/>
    public Task<TrainingResult> ContinueAsync(TrainingState state, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Factory.StartNew(
            () => Continue(state, training, validation, progress, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    /// <summary>The device memory that a fit takes at its peak, without allocating any.</summary>
    /// <param name="network">Where the fit would start.</param>
    /// <param name="training">What it would be trained on.</param>
    /// <param name="validation">What would be measured after every epoch.</param>
    /// <exception cref="ArgumentException">There is no sample, or the data's widths do not fit the network.</exception>
    public TrainingMemory MemoryOf(Network network, Dataset training, Dataset? validation = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        DatasetCheck.RequireShape(network, training, nameof(training));
        if (validation is not null)
            DatasetCheck.RequireShape(network, validation, nameof(validation));
        return MemoryNeed.Of(device, options, network, training, validation).At(options.BatchSize);
    }

    /// <summary>The device memory that a fit would take at its peak, from shapes alone: for networks and data that need not exist.</summary>
    /// <param name="widths">Inputs, then each layer's outputs; all at least 1, two of them at least.</param>
    /// <param name="training">What it would be trained on.</param>
    /// <param name="validation">What would be measured after every epoch.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths, or one is below 1.</exception>
    /// <exception cref="OverflowException">The bytes are more than 2⁶³, or the draws of an epoch more than 2³¹.</exception>
    public TrainingMemory MemoryOf(IReadOnlyList<int> widths, DatasetShape training, DatasetShape? validation = null)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentNullException.ThrowIfNull(training);
        if (widths.Count < 2 || widths.Any(width => width < 1))
            throw new ArgumentException($"The widths are {string.Join(", ", widths)}; give the number of inputs and then each layer's outputs, all at least 1, such as 784, 100, 10.", nameof(widths));
        return new MemoryNeed(widths, training, validation, options, device.Target).At(options.BatchSize);
    }

    private TrainingResult Run(TrainingState start, Dataset training, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Network network = start.Network;
        ArgumentNullException.ThrowIfNull(training);
        LossPairing.Check(network.Layers[^1].Activation, options.Loss);
        if (!network.IsFinite())
            throw new ArgumentException("The network to start from has a parameter that is infinite or not a number; every parameter must be finite.", nameof(start));
        if (options.Dropout > 0 && network.Layers.Count == 1)
            throw new ArgumentException($"Dropout leaves out outputs of hidden layers, but the network has one layer only; set {nameof(TrainingOptions.Dropout)} to 0, or give the network a hidden layer.", nameof(start));
        DatasetCheck.Require(network, training, options.Loss, nameof(training));
        if (validation is not null)
            DatasetCheck.Require(network, validation, options.Loss, nameof(validation));
        MemoryNeed.Of(device, options, network, training, validation).Require(device);
        return device.FreeingOnFailure(() =>
        {
            using var fit = new FitRun(device, options, start, training, validation, progress, cancellationToken);
            return fit.Run();
        });
    }
}
