namespace NeuralGpu;

/// <summary>Trains networks by mini-batch SGD.</summary>
public sealed class Trainer
{
    private readonly Device device;
    private readonly TrainingOptions options;

    /// <summary>Makes a trainer.</summary>
    public Trainer(Device device, TrainingOptions options)
    {
        this.device = device;
        this.options = options;
    }

    /// <summary>Trains a copy of the network.</summary>
    public TrainingResult Fit(Network network, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException($"{device}{options}");

    /// <summary>Trains a copy of the network on a thread of its own.</summary>
    public Task<TrainingResult> FitAsync(Network network, Dataset training, Dataset? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();
}
