using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What a fit takes of a device's memory, as a function of the size of its batch.</summary>
/// <param name="Widths">Inputs, then each layer's outputs.</param>
/// <param name="Training">What it is trained on.</param>
/// <param name="Validation">What is measured after every epoch.</param>
/// <param name="Options">How it is trained.</param>
/// <param name="Target">Where it is computed.</param>
internal sealed record MemoryNeed(IReadOnlyList<int> Widths, DatasetShape Training, DatasetShape? Validation, TrainingOptions Options, ExecutionTarget Target)
{
    public static MemoryNeed Of(Device device, TrainingOptions options, Network network, Dataset training, Dataset? validation)
        => new(
            [network.Inputs, .. network.Layers.Select(layer => layer.Outputs)],
            DatasetShape.Of(training),
            validation is null ? null : DatasetShape.Of(validation),
            options,
            device.Target);

    /// <summary>With a batch of so many samples, or of all when there are fewer.</summary>
    public TrainingMemory At(int batchSize)
    {
        int batch = Math.Min(batchSize, Training.Samples);
        return At(batch, SampleOrder.Visits(Training.Samples, batch, Options.Sampling));
    }

    /// <summary>The largest batch below the fit's own that takes no more than so many bytes; null when not even one sample does.</summary>
    public int? LargestBatch(long bytes)
    {
        // Without the draws that fill up an epoch's last batch and the chunk sums, which go with some batches only, the bytes rise with the batch.
        (int fits, int tooLarge) = (0, Math.Min(Options.BatchSize, Training.Samples));
        while (tooLarge - fits > 1)
        {
            int batch = fits + ((tooLarge - fits) / 2);
            TrainingMemory need = At(batch, Training.Samples);
            if (need.Total - need.ChunkSums <= bytes)
                fits = batch;
            else
                tooLarge = batch;
        }
        while (fits > 0 && ToTake(At(fits)) > bytes)
            fits--;
        return fits > 0 ? fits : null;
    }

    /// <summary>Makes sure that the fit finds its memory, before it takes any; then takes the chunk sums, which the device keeps.</summary>
    /// <exception cref="DeviceMemoryException">The device has less free.</exception>
    public void Require(Device device)
    {
        TrainingMemory need = At(Options.BatchSize);
        long free = device.FreeBytes;
        if (ToTake(need) <= free)
        {
            device.ReserveScratch(need.ChunkSums / sizeof(float));
            return;
        }
        string found = $"The fit needs {need}. {device.Info.Name} has {MemorySize.Format(Math.Max(free, 0))} free of {MemorySize.Format(device.MemoryLimit)}, so nothing was begun.";
        if (LargestBatch(free) is { } batch)
            throw new DeviceMemoryException($"{found} The largest batch that fits is {batch}, not {Math.Min(Options.BatchSize, Training.Samples)}: set {nameof(TrainingOptions.BatchSize)} to it or to less.");
        TrainingMemory least = At(1);
        (string name, long bytes, string remedy) = least.Largest;
        throw new DeviceMemoryException($"{found} No batch fits: with one sample it would be {MemorySize.Format(least.Total)}, most of it {name} ({MemorySize.Format(bytes)}). {remedy}");
    }

    // Memory for chunk sums that is large enough and has been taken before is not taken again.
    private long ToTake(TrainingMemory need)
        => Bytes(Target.ScratchLength) >= need.ChunkSums ? need.Total - need.ChunkSums : need.Total;

    private TrainingMemory At(int batch, int visits)
    {
        long parameters = DeviceParameters.LengthOf(Widths);
        int moments = Options.Optimizer.MomentsPerParameter;
        long copies = EpochSnapshots.FloatsOf(parameters, moments)
            + (Options.EarlyStopping is null ? 0 : parameters)
            + (Options.Tolerance > 0 ? UpdateDistance.FloatsOf(parameters, Options.Optimizer) : 0);
        return new TrainingMemory
        {
            Data = Bytes(DataOf(Training) + (Validation is { } held ? DataOf(held) : 0)),
            Parameters = Bytes(parameters),
            Gradients = Bytes(parameters),
            OptimizerState = Bytes(OptimizerState.FloatsOf(parameters, moments)),
            Activations = Bytes(TrainingStep.FloatsOf(Widths, batch, Training.IsWeighted, Options.Dropout > 0, Target.Graphs is not null)),
            Copies = Bytes(copies),
            Visits = EpochVisits.BytesOf(visits),
            Validation = Bytes(Validation is { } measured ? Evaluator.FloatsOf(Widths, measured.Samples) : 0),
            Clipping = Bytes(Options.ClipNorm > 0 ? NormClipping.FloatsOf(parameters) : 0),
            ChunkSums = Bytes(ExecutionTarget.ScratchLengthFor(ScratchOf(batch, visits))),
            PageLocked = EpochVisits.HostBytesOf(visits),
        };
    }

    private long ScratchOf(int batch, int visits)
    {
        long most = TrainingStep.ScratchOf(Target, Widths, batch, Options.TrainBiases);
        if (visits % batch is > 0 and int rest)
            most = Math.Max(most, TrainingStep.ScratchOf(Target, Widths, rest, Options.TrainBiases));
        return Validation is { } held ? Math.Max(most, Evaluator.ScratchOf(Target, Widths, held.Samples)) : most;
    }

    private long DataOf(DatasetShape shape) => DeviceDataset.FloatsOf(shape, Widths[0], Widths[^1]);

    private static long Bytes(long floats) => checked(floats * sizeof(float));
}
