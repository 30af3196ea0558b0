namespace NeuralGpu;

/// <summary>Where a fit stands, to go on from with <see cref="Trainer.Continue"/>: the weights and the loss history are then, bit for bit, those of a fit that was never interrupted.</summary>
public sealed class TrainingState
{
    internal TrainingState(Network network, FitPosition position)
    {
        Network = network;
        Position = position;
    }

    /// <summary>The network as the last update left it (not the best one, when early stopping is on).</summary>
    public Network Network { get; }

    /// <summary>Updates done.</summary>
    public long Updates => Position.Updates;

    /// <summary>Epochs finished.</summary>
    public int Epochs => Position.Epoch - 1;

    internal FitPosition Position { get; }

    /// <summary>The options that the fit ran with.</summary>
    internal TrainingOptions? Options { get; init; }

    /// <summary>Samples that it ran on.</summary>
    internal int Samples { get; init; }

    /// <summary>The optimizer's numbers, laid out like the network.</summary>
    internal IReadOnlyList<Network> Moments { get; init; } = [];

    /// <summary>Losses of the visits of the epoch under way.</summary>
    internal float[] EpochLosses { get; init; } = [];

    internal IReadOnlyList<EpochResult> History { get; init; } = [];

    internal BestSoFar? Best { get; init; }

    /// <summary>A fit that has not begun.</summary>
    internal static TrainingState Start(Network network) => new(network, new FitPosition(1, 0, 0));

    /// <summary>Refuses options and data with which going on makes no sense.</summary>
    /// <exception cref="ArgumentException">The fit is already at its end, the optimizer is of another kind, or, within an epoch, the order of the samples would not be the same.</exception>
    internal void RequireContinuable(TrainingOptions options, int samples)
    {
        if (Options is null)
            return;
        if (Epochs >= options.Epochs)
            throw new ArgumentException($"This fit has finished {Epochs} epochs, and {nameof(TrainingOptions.Epochs)} is {options.Epochs} in all; set it higher to go on.", nameof(options));
        if (Updates >= options.MaxUpdates)
            throw new ArgumentException($"This fit has done {Updates} updates, and {nameof(TrainingOptions.MaxUpdates)} is {options.MaxUpdates} in all; set it higher to go on.", nameof(options));
        if (Options.Optimizer.GetType() != options.Optimizer.GetType())
            throw new ArgumentException($"This fit was run with {Options.Optimizer.GetType().Name}, which {options.Optimizer.GetType().Name} cannot take over from; use the same optimizer, or begin a new fit from its network.", nameof(options));
        if (Position.Batch == 0)
            return;
        if (samples != Samples)
            throw new ArgumentException($"This fit stopped within an epoch of {Samples} samples and cannot go on with {samples}; give the same data.", nameof(samples));
        if (options.BatchSize != Options.BatchSize || options.Sampling != Options.Sampling || options.Seed != Options.Seed)
            throw new ArgumentException($"This fit stopped within an epoch; to go on, {nameof(TrainingOptions.BatchSize)}, {nameof(TrainingOptions.Sampling)} and {nameof(TrainingOptions.Seed)} must be as they were ({Options.BatchSize}, {Options.Sampling}, {Options.Seed}).", nameof(options));
    }
}
