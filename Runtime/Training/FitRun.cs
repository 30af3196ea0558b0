using System.Diagnostics;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One fit under way.</summary>
internal sealed class FitRun : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly Device device;
    private readonly TrainingOptions options;
    private readonly Network start;
    private readonly IProgress<TrainingProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly int samples;
    private readonly int batchSize;
    private readonly int visits;
    private readonly int updatesPerEpoch;
    private readonly DeviceDataset data;
    private readonly DeviceParameters parameters;
    private readonly EpochSnapshots snapshots;
    private readonly TrainingStep step;
    private readonly UpdateDistance? distance;
    private readonly Evaluator? evaluator;
    private readonly DeviceBuffer<int> orderOnDevice;
    private readonly DeviceBuffer<float> lossesOnDevice;
    private readonly int[] order;
    private readonly float[] losses;
    private readonly List<EpochResult> history = [];
    private readonly Stopwatch clock = new();
    private TimeSpan lastReport;

    public FitRun(Device device, TrainingOptions options, Network network, Dataset training, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        this.device = device;
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        start = network;
        samples = training.Count;
        batchSize = Math.Min(options.BatchSize, samples);
        visits = SampleOrder.Visits(samples, batchSize, options.Sampling);
        updatesPerEpoch = (visits + batchSize - 1) / batchSize;
        data = new DeviceDataset(device, training);
        parameters = DeviceParameters.Upload(device, network);
        snapshots = new EpochSnapshots(device, network);
        step = new TrainingStep(device, network, data, parameters, options.Loss, batchSize);
        distance = options.Tolerance > 0 ? new UpdateDistance(device, step.Gradient) : null;
        evaluator = validation is null ? null : new Evaluator(device, network, parameters, validation, options.Loss);
        orderOnDevice = device.AllocateInts(visits);
        lossesOnDevice = device.AllocateFloats(visits);
        order = new int[visits];
        losses = new float[visits];
    }

    private long TotalUpdates => (long)options.Epochs * updatesPerEpoch;

    public TrainingResult Run()
    {
        clock.Start();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            BeginEpoch(epoch);
            for (int batch = 0; batch < updatesPerEpoch; batch++)
            {
                if (cancellation.IsCancellationRequested)
                    return Finish(StopReason.Cancelled, epoch, batch);
                float rate = RunBatch(epoch, batch);
                if (distance is not null && distance.IsBelow(options.Tolerance, rate))
                    return Finish(StopReason.Converged, epoch, batch + 1);
                if (clock.Elapsed - lastReport > ReportInterval && batch + 1 < updatesPerEpoch)
                {
                    if (FirstBadBatch(batch + 1) is { } bad)
                        return FinishDiverged(epoch, bad);
                    Report(epoch, batch + 1, null);
                }
            }
            if (FirstBadBatch(updatesPerEpoch) is { } badBatch)
                return FinishDiverged(epoch, badBatch);
            Evaluation? validation = evaluator?.Run();
            if (validation is not null && !double.IsFinite(validation.Loss))
                return FinishDiverged(epoch, updatesPerEpoch);
            history.Add(new EpochResult(epoch, MeanLoss(visits), validation?.Loss, AccuracyOf(validation)));
            Report(epoch, updatesPerEpoch, validation);
        }
        return Finish(StopReason.Completed, options.Epochs, updatesPerEpoch);
    }

    public void Dispose()
    {
        data.Dispose();
        parameters.Dispose();
        snapshots.Dispose();
        step.Dispose();
        distance?.Dispose();
        evaluator?.Dispose();
        orderOnDevice.Dispose();
        lossesOnDevice.Dispose();
    }

    private void BeginEpoch(int epoch)
    {
        snapshots.Take(parameters);
        FillOrder(epoch);
    }

    private void FillOrder(int epoch)
    {
        SampleOrder.Fill(order, samples, options.Sampling, options.Seed, epoch);
        orderOnDevice.Upload(order);
    }

    // One update; returns its ηₜ/b.
    private float RunBatch(int epoch, int batch)
    {
        int first = batch * batchSize;
        int rows = Math.Min(batchSize, visits - first);
        float rate = (float)(LearningRate.At(options, UpdateNumber(epoch, batch)) / rows);
        step.ComputeGradient(orderOnDevice.Elements.SubView(first, rows), lossesOnDevice.View().Slice(first, rows));
        step.Update(rate);
        return rate;
    }

    // t, from 1, of a batch (from 0) of an epoch (from 1).
    private long UpdateNumber(int epoch, int batch) => ((long)(epoch - 1) * updatesPerEpoch) + batch + 1;

    // Reads the losses of an epoch's first batches back and returns the first batch with one that is not finite.
    private int? FirstBadBatch(int batches)
    {
        int count = Math.Min(visits, batches * batchSize);
        device.Synchronize();
        lossesOnDevice.View().CopyTo(losses, count);
        for (int i = 0; i < count; i++)
        {
            if (!float.IsFinite(losses[i]))
                return i / batchSize;
        }
        return null;
    }

    // The losses of a batch are those before its update; this looks at the parameters as they are after it.
    private bool IsLossFiniteNow(int batch)
    {
        int first = batch * batchSize;
        int rows = Math.Min(batchSize, visits - first);
        step.ComputeGradient(orderOnDevice.Elements.SubView(first, rows), lossesOnDevice.View().Slice(first, rows));
        return FirstBadBatch(batch + 1) is null;
    }

    private static double? AccuracyOf(Evaluation? evaluation)
        => evaluation is null || double.IsNaN(evaluation.Accuracy) ? null : evaluation.Accuracy;

    // The contract's sum over many rows: binary64, in the order of the visits.
    private double MeanLoss(int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += losses[i];
        return sum / count;
    }

    private void Report(int epoch, int batches, Evaluation? validation)
    {
        lastReport = clock.Elapsed;
        if (progress is null)
            return;
        long updates = UpdateNumber(epoch, batches - 1);
        double seconds = clock.Elapsed.TotalSeconds;
        int count = Math.Min(visits, batches * batchSize);
        progress.Report(new TrainingProgress(
            epoch,
            options.Epochs,
            updates,
            TotalUpdates,
            MeanLoss(count),
            validation?.Loss,
            AccuracyOf(validation),
            SamplesPerSecond: (((epoch - 1) * (double)visits) + count) / seconds,
            clock.Elapsed,
            Remaining: TimeSpan.FromSeconds(Math.Min(seconds * (TotalUpdates - updates) / updates, TimeSpan.MaxValue.TotalSeconds / 2)),
            EpochFinished: batches == updatesPerEpoch));
    }

    private TrainingResult Finish(StopReason reason, int epoch, int batches)
    {
        if (reason != StopReason.Completed && FirstBadBatch(batches) is { } bad)
            return FinishDiverged(epoch, bad);
        Network network = parameters.Download(device);
        bool isTrained = epoch > 1 || batches > 0;
        if (isTrained && (!network.IsFinite() || !IsLossFiniteNow(Math.Max(batches - 1, 0))))
            return FinishDiverged(epoch, batches);
        long updates = ((long)(epoch - 1) * updatesPerEpoch) + batches;
        string message = reason switch
        {
            StopReason.Converged => $"Converged: update {updates} moved the parameters by less than the tolerance {options.Tolerance}.",
            StopReason.Cancelled => $"Cancelled after {updates} updates.",
            _ => $"Completed {options.Epochs} epochs, {updates} updates.",
        };
        return Result(network, reason, message, updates, visited: ((long)(epoch - 1) * visits) + Math.Min(visits, (long)batches * batchSize));
    }

    // The loss before update `badBatch` of the epoch was not finite, or would be: goes back to the network before the update that spoilt it.
    private TrainingResult FinishDiverged(int epoch, int badBatch)
    {
        long update = UpdateNumber(epoch, badBatch);
        long keep = Math.Max(0, update - 2);
        Network network = Replay(epoch, badBatch, keep);
        if (!network.IsFinite())
        {
            // An infinite weight can hide behind a finite loss (in a ReLU that never fires); the start of an epoch is older and safer.
            bool previous = epoch > 1 && UpdateNumber(epoch, 0) - 1 > keep;
            keep = Math.Max(0, UpdateNumber(previous ? epoch - 1 : epoch, 0) - 1);
            snapshots.Restore(parameters, latest: !previous);
            network = parameters.Download(device);
        }
        if (!network.IsFinite())
        {
            keep = 0;
            network = start.Clone();
        }
        string message = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The loss became infinite or not a number at update {update} (epoch {epoch}), with learning rate {LearningRate.At(options, update):G6}. The network after update {keep}, the last one known to be good, is kept. Try a learning rate 10 times smaller, standardised inputs, or the schedule C/√t.");
        return Result(network, StopReason.Diverged, message, keep, visited: ((long)(epoch - 1) * visits) + Math.Min(visits, (long)badBatch * batchSize));
    }

    private Network Replay(int epoch, int badBatch, long keep)
    {
        if (keep == 0)
            return start.Clone();
        bool fromThisEpoch = badBatch > 0 || epoch == 1;
        snapshots.Restore(parameters, latest: fromThisEpoch);
        int replayed = fromThisEpoch ? epoch : epoch - 1;
        FillOrder(replayed);
        for (int batch = 0; UpdateNumber(replayed, batch) <= keep; batch++)
            RunBatch(replayed, batch);
        return parameters.Download(device);
    }

    private TrainingResult Result(Network network, StopReason reason, string message, long updates, long visited)
    {
        clock.Stop();
        return new TrainingResult(network, reason, message, history, updates, visited, clock.Elapsed);
    }
}
