using System.Diagnostics;
using System.Globalization;

namespace NeuralGpu;

/// <summary>One fit under way.</summary>
internal sealed class FitRun : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly Device device;
    private readonly TrainingOptions options;
    private readonly TrainingState start;
    private readonly IProgress<TrainingProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly int samples;
    private readonly DeviceDataset data;
    private readonly DeviceParameters parameters;
    private readonly EpochSnapshots snapshots;
    private readonly EpochVisits visits;
    private readonly TrainingStep step;
    private readonly UpdateDistance? distance;
    private readonly Evaluator? evaluator;
    private readonly BestEpoch? best;
    private readonly List<EpochResult> history;
    private readonly Stopwatch clock = new();
    private FitPosition position;
    private long samplesVisited;
    private TimeSpan lastReport;

    // Why the fit has converged, once it has.
    private string? settled;

    public FitRun(Device device, TrainingOptions options, TrainingState start, Dataset training, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        this.device = device;
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        this.start = start;
        Network network = start.Network;
        samples = training.Count;
        position = start.Position;
        history = [.. start.History];
        data = new DeviceDataset(device, training);
        parameters = DeviceParameters.Upload(device, network);
        snapshots = new EpochSnapshots(device, network, options.Optimizer.MomentsPerParameter);
        visits = new EpochVisits(device, options, samples);
        step = new TrainingStep(device, network, data, parameters, options, visits.BatchSize, start.Moments);
        distance = options.Tolerance > 0 ? new UpdateDistance(device, network, parameters, step.Gradient, options.Optimizer) : null;
        evaluator = validation is null ? null : new Evaluator(device, network, parameters, validation, options.Loss);
        if (options.EarlyStopping is { } rule)
        {
            MetricValue.RequireReported(rule, evaluator?.Run());
            best = new BestEpoch(device, network, rule, start.Options?.EarlyStopping?.Metric == rule.Metric ? start.Best : null);
        }
    }

    private long UpdatesOfEpochsLeft => (((long)options.Epochs - position.Epoch + 1) * visits.Batches) - position.Batch;

    private long TotalUpdates => Math.Min(options.MaxUpdates ?? long.MaxValue, position.Updates + UpdatesOfEpochsLeft);

    private bool IsAtLastUpdate => position.Updates >= options.MaxUpdates;

    public TrainingResult Run()
    {
        clock.Start();
        while (true)
        {
            BeginEpoch();
            if (RunEpoch() is { } ended)
                return ended;
            int epoch = position.Epoch;
            if (epoch == options.Epochs || IsAtLastUpdate)
                return Finish(StopReason.Completed);
            position = position with { Epoch = epoch + 1, Batch = 0 };
        }
    }

    public void Dispose()
    {
        data.Dispose();
        parameters.Dispose();
        snapshots.Dispose();
        visits.Dispose();
        step.Dispose();
        distance?.Dispose();
        evaluator?.Dispose();
        best?.Dispose();
    }

    private void BeginEpoch()
    {
        snapshots.Take(position, parameters, step.Moments);
        visits.Begin(position.Epoch);
        if (position.Batch > 0)
            visits.PutBack(start.EpochLosses);
    }

    // What is left of the epoch; its result when the fit ends within it or with it for another reason than its number.
    private TrainingResult? RunEpoch()
    {
        while (position.Batch < visits.Batches)
        {
            if (cancellation.IsCancellationRequested)
                return Finish(StopReason.Cancelled);
            if (IsAtLastUpdate)
                return Finish(StopReason.Completed);
            distance?.BeginUpdate();
            float rate = RunBatch();
            samplesVisited += visits.VisitsIn(position.Batch) - visits.VisitsIn(position.Batch - 1);
            if (distance is not null && distance.IsBelow(options.Tolerance, rate))
            {
                settled = "the last one moved the parameters by less than the tolerance";
                // An epoch that its last update finishes is looked at first, as any other.
                if (position.Batch < visits.Batches)
                    return Finish(StopReason.Converged);
            }
            if (clock.Elapsed - lastReport > ReportInterval && position.Batch < visits.Batches)
            {
                if (visits.FirstBadBatch(position.Batch) is { } bad)
                    return FinishDiverged(bad);
                Report(null);
            }
        }
        // The device is at work on this epoch's last steps.
        if (position.Epoch < options.Epochs && !IsAtLastUpdate)
            visits.Prepare(position.Epoch + 1);
        if (visits.FirstBadBatch(visits.Batches) is { } badBatch)
            return FinishDiverged(badBatch);
        return EndEpoch();
    }

    private TrainingResult? EndEpoch()
    {
        Evaluation? validation = evaluator?.Run();
        if (validation is not null && !double.IsFinite(validation.Loss))
            return FinishDiverged(visits.Batches);
        double loss = visits.MeanLoss(visits.Batches);
        if (history.Count > 0 && Math.Abs(loss - history[^1].Loss) < options.LossTolerance)
            settled ??= "the epoch's loss changed by less than the tolerance";
        history.Add(new EpochResult(position.Epoch, loss, validation?.Loss, AccuracyOf(validation)) { Validation = validation });
        Report(validation);
        if (best is not null)
        {
            best.Look(position.Epoch, MetricValue.Of(options.EarlyStopping!.Metric, loss, validation), parameters);
            if (best.IsPatienceOver)
                return Finish(StopReason.EarlyStopped);
        }
        return settled is null ? null : Finish(StopReason.Converged);
    }

    // One update; returns its ηₜ/b.
    private float RunBatch()
    {
        int rows = (int)visits.Rows(position.Batch).Length;
        long number = position.Updates + 1;
        double rate = options.Schedule.At(options.LearningRate, number);
        step.Run(visits.Rows(position.Batch), visits.Losses(position.Batch), rate, number);
        position = position with { Batch = position.Batch + 1, Updates = number };
        return (float)(rate / rows);
    }

    // The losses of a batch are those before its update; this looks at the parameters as they are after the last one.
    private bool IsLossFiniteNow()
    {
        int batch = Math.Max(position.Batch - 1, 0);
        step.ComputeGradient(visits.Rows(batch), visits.Losses(batch), position.Updates);
        return visits.FirstBadBatch(batch + 1) is null;
    }

    private static double? AccuracyOf(Evaluation? evaluation)
        => evaluation is null || double.IsNaN(evaluation.Accuracy) ? null : evaluation.Accuracy;

    private void Report(Evaluation? validation)
    {
        lastReport = clock.Elapsed;
        if (progress is null)
            return;
        long done = position.Updates - start.Updates;
        long left = TotalUpdates - position.Updates;
        double seconds = clock.Elapsed.TotalSeconds;
        progress.Report(new TrainingProgress(
            position.Epoch,
            options.Epochs,
            position.Updates,
            TotalUpdates,
            visits.MeanLoss(position.Batch),
            validation?.Loss,
            AccuracyOf(validation),
            SamplesPerSecond: samplesVisited / seconds,
            clock.Elapsed,
            Remaining: TimeSpan.FromSeconds(Math.Min(seconds * left / done, TimeSpan.MaxValue.TotalSeconds / 2)),
            EpochFinished: position.Batch == visits.Batches));
    }

    private TrainingResult Finish(StopReason reason)
    {
        if (visits.FirstBadBatch(position.Batch) is { } bad)
            return FinishDiverged(bad);
        float[] epochLosses = visits.ReadLosses(position.Batch);
        Network network = parameters.Download(device);
        if (position.Updates > start.Updates && (!network.IsFinite() || !IsLossFiniteNow()))
            return FinishDiverged(position.Batch);
        TrainingState state = StateAt(network, epochLosses);
        bool givesBest = state.Best is not null && reason != StopReason.Cancelled;
        return Result(givesBest ? state.Best!.Network : network, reason, MessageOf(reason, givesBest), position.Updates, state);
    }

    private string MessageOf(StopReason reason, bool givesBest)
    {
        string message = reason switch
        {
            StopReason.Converged => $"Converged after {position.Updates} updates: {settled}.",
            StopReason.Cancelled => $"Cancelled after {position.Updates} updates.",
            StopReason.EarlyStopped => $"Stopped early: {options.EarlyStopping!.Metric} had not improved for {options.EarlyStopping.Patience} epochs.",
            _ when history.Count < options.Epochs => $"Completed {position.Updates} updates.",
            _ => $"Completed {options.Epochs} epochs, {position.Updates} updates.",
        };
        return givesBest ? $"{message} The network is that of epoch {best!.Epoch}, the best one." : message;
    }

    private TrainingState StateAt(Network network, float[] epochLosses)
    {
        bool isEpochOver = position.Batch == visits.Batches;
        return new TrainingState(network, isEpochOver ? position with { Epoch = position.Epoch + 1, Batch = 0 } : position)
        {
            Options = options,
            Samples = samples,
            Moments = [.. step.Moments.Select(moment => moment.Download(device))],
            EpochLosses = isEpochOver ? [] : epochLosses,
            History = [.. history],
            Best = best?.Download(device),
        };
    }

    // The loss before a batch's update was not finite, or would be: goes back to the network before the update that spoilt it.
    private TrainingResult FinishDiverged(int badBatch)
    {
        int epoch = position.Epoch;
        long update = position.Updates - position.Batch + badBatch + 1;
        long keep = Math.Max(start.Updates, update - 2);
        Network network = Replay(keep);
        if (!network.IsFinite())
        {
            // An infinite weight can hide behind a finite loss (in a ReLU that never fires); the start of an epoch is older and safer.
            keep = snapshots.Restore(keep, parameters, step.Moments)?.Updates ?? start.Updates;
            network = parameters.Download(device);
        }
        if (!network.IsFinite())
        {
            keep = start.Updates;
            network = start.Network.Clone();
        }
        string kept = $"The network after update {keep}, the last one known to be good, is kept";
        if (best?.Download(device) is { } bestSoFar)
        {
            network = bestSoFar.Network;
            kept = $"The network of epoch {bestSoFar.Epoch}, the best one, is kept";
        }
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"The loss became infinite or not a number at update {update} (epoch {epoch}), with learning rate {options.Schedule.At(options.LearningRate, update):G6}. {kept}. Try a learning rate 10 times smaller, standardised inputs, or the schedule C/√t.");
        return Result(network, StopReason.Diverged, message, keep, state: null);
    }

    private Network Replay(long keep)
    {
        if (snapshots.Restore(keep, parameters, step.Moments) is not { } at)
            return start.Network.Clone();
        position = at;
        // A clipped gradient that was not finite has spread to the gaps between the layers, which are not written otherwise.
        step.Gradient.Clear();
        visits.Begin(position.Epoch);
        while (position.Updates < keep)
            RunBatch();
        return parameters.Download(device);
    }

    private TrainingResult Result(Network network, StopReason reason, string message, long updates, TrainingState? state)
    {
        clock.Stop();
        return new TrainingResult(network, reason, message, history, updates, samplesVisited, clock.Elapsed)
        {
            State = state,
            BestEpoch = best is { Epoch: > 0 } && reason != StopReason.Cancelled ? best.Epoch : null,
        };
    }
}
