namespace NeuralGpu;

/// <summary>The device memory of a fit at its peak, in bytes: the sum of all its buffers, which live as long as the fit, and of <see cref="ChunkSums"/>.</summary>
/// <remarks>
/// Beside it a device holds the kernels and the driver's own, recorded steps among it, and allocates in pages, so that a little more should be free.
/// On the CPU the device's memory is the host's; matrix products there pack into up to 2.5 MB of each thread.
/// </remarks>
public sealed record TrainingMemory
{
    /// <summary>The samples and targets, for training and validation, and the weights of samples.</summary>
    public required long Data { get; init; }

    /// <summary>W and b of all layers, each array up to a multiple of 64 numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>∂C/∂W and ∂C/∂b.</summary>
    public required long Gradients { get; init; }

    /// <summary>What the optimizer keeps for each parameter, and the numbers of an update.</summary>
    public required long OptimizerState { get; init; }

    /// <summary>A batch: its samples, each layer's outputs and deltas, what dropout passes on. The only part that grows with the size of the batch, but for whole batches of draws in <see cref="Visits"/>.</summary>
    public required long Activations { get; init; }

    /// <summary>Copies of parameters: with the optimizer's state at the start of the last two epochs, those of the best epoch, and those before an update where a tolerance needs them, with their sums.</summary>
    public required long Copies { get; init; }

    /// <summary>The order of an epoch and the next, and the loss of each visit.</summary>
    public required long Visits { get; init; }

    /// <summary>What the validation data are measured in, up to 1024 samples at a time.</summary>
    public required long Validation { get; init; }

    /// <summary>The sums that clipping needs.</summary>
    public required long Clipping { get; init; }

    /// <summary>The chunk sums of products whose terms a GPU shares out among groups of threads; 0 on other devices. The device keeps this memory, so that the fits after the first take it once.</summary>
    public required long ChunkSums { get; init; }

    /// <summary>All of it.</summary>
    public long Total => Parts().Sum(part => part.Bytes);

    /// <summary>Page-locked memory of the host, from which the orders are copied; not part of <see cref="Total"/>.</summary>
    public required long PageLocked { get; init; }

    /// <summary>The total and its parts in words, the largest first: <c>2.0 MB: data 1.2 MB, copies 0.5 MB, …</c>.</summary>
    public override string ToString()
        => $"{MemorySize.Format(Total)}: {string.Join(", ", Parts().Where(part => part.Bytes > 0).OrderByDescending(part => part.Bytes).Select(part => $"{part.Name} {MemorySize.Format(part.Bytes)}"))}";

    /// <summary>The part with the most bytes, and how there could be less of it.</summary>
    internal (string Name, long Bytes, string Remedy) Largest => Parts().MaxBy(part => part.Bytes);

    private (string Name, long Bytes, string Remedy)[] Parts() =>
    [
        ("data", Data, "Use fewer samples or features."),
        ("parameters", Parameters, "Use a smaller network."),
        ("gradients", Gradients, "Use a smaller network."),
        ("optimizer state", OptimizerState, "Use a smaller network, or an optimizer that keeps less, such as SGD."),
        ("activations", Activations, "Use a smaller network."),
        ("copies of parameters", Copies, "Use a smaller network, or an optimizer that keeps less, such as SGD."),
        ("order of the samples", Visits, "Use fewer samples."),
        ("validation", Validation, "Use fewer samples for validation, or a smaller network."),
        ("clipping", Clipping, "Use a smaller network."),
        ("chunk sums", ChunkSums, "Use a smaller network, or fewer samples for validation."),
    ];
}
