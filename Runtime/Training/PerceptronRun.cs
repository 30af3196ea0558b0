using System.Diagnostics;
using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One fit of a perceptron under way.</summary>
internal sealed class PerceptronRun : IDisposable
{
    private readonly Device device;
    private readonly PerceptronOptions options;
    private readonly IProgress<PerceptronProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly DeviceDataset data;
    private readonly DeviceParameters parameters;
    private readonly EpochSnapshots snapshots;
    private readonly DeviceBuffer<float> outcomesOnDevice;
    private readonly float[] outcomes; // [samples x outputs]
    private readonly int[] mistakesByOutput;
    private readonly Rowwise<PerceptronEpoch> operation;
    private readonly List<int> mistakesPerEpoch = [];
    private readonly List<PerceptronUpdate>? trajectory;
    private readonly Stopwatch clock = new();
    private long updates;

    public PerceptronRun(Device device, PerceptronOptions options, Network start, Dataset training, IProgress<PerceptronProgress>? progress, CancellationToken cancellation)
    {
        this.device = device;
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        data = new DeviceDataset(device, training);
        parameters = DeviceParameters.Upload(device, start);
        snapshots = new EpochSnapshots(device, start, moments: 0);
        outcomesOnDevice = device.AllocateFloats(training.Targets.LongLength);
        outcomes = new float[training.Targets.LongLength];
        mistakesByOutput = new int[training.Outputs];
        operation = device.Operations.Get(target => new Rowwise<PerceptronEpoch>(target));
        trajectory = options.RecordsTrajectory ? [] : null;
    }

    public PerceptronResult Run()
    {
        clock.Start();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            if (cancellation.IsCancellationRequested)
                return Finish(StopReason.Cancelled, $"Cancelled after {Count(epoch - 1, "epoch")}, {Count(updates, "update")}.");
            snapshots.Take(new FitPosition(epoch, 0, updates), parameters, []);
            RunEpoch();
            if (Array.IndexOf(outcomes, PerceptronEpoch.NotFinite) is >= 0 and var place)
                return FinishDiverged($"The score of sample {place / data.Host.Outputs} became infinite or not a number in epoch {epoch}");
            int mistakes = CountMistakes(epoch);
            progress?.Report(new PerceptronProgress(epoch, options.Epochs, mistakes, updates, clock.Elapsed));
            if (mistakes == 0)
                return Finish(StopReason.Converged, $"Separated: epoch {epoch} made no mistake, after {Count(updates, "update")}.");
        }
        return Finish(StopReason.Completed, $"Not separable within {Count(options.Epochs, "epoch")}: the last made {Count(mistakesPerEpoch[^1], "mistake")} on {Count(data.Host.Count, "sample")}{WhichOutputs()}.");
    }

    public void Dispose()
    {
        data.Dispose();
        parameters.Dispose();
        snapshots.Dispose();
        outcomesOnDevice.Dispose();
    }

    private void RunEpoch()
    {
        Dataset host = data.Host;
        operation.Run(
            new PerceptronEpoch(data.Inputs, data.Targets.Data, parameters.Weights(0), parameters.Biases(0), outcomesOnDevice.View(), options.LearningRate),
            host.Outputs,
            columns: (int)Math.Min((long)host.Count * host.Features, int.MaxValue));
        device.Synchronize();
        outcomesOnDevice.View().CopyTo(outcomes, outcomes.Length);
    }

    private int CountMistakes(int epoch)
    {
        Array.Clear(mistakesByOutput);
        int outputs = mistakesByOutput.Length;
        int mistakes = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] != PerceptronEpoch.Mistake)
                continue;
            mistakes++;
            mistakesByOutput[i % outputs]++;
            trajectory?.Add(new PerceptronUpdate(epoch, i / outputs, i % outputs));
        }
        mistakesPerEpoch.Add(mistakes);
        updates += mistakes;
        return mistakes;
    }

    private PerceptronResult Finish(StopReason reason, string message)
    {
        Network network = parameters.Download(device);
        // Only the last update can have hidden from the scores: every later score would have shown it.
        if (!network.IsFinite())
            return FinishDiverged($"A weight became infinite at the end of epoch {mistakesPerEpoch.Count}");
        return Result(network, reason, message, updates);
    }

    // Goes back to the start of an epoch: the latest, or the one before when the weights were spoilt by its last update.
    private PerceptronResult FinishDiverged(string what)
    {
        FitPosition latest = snapshots.Restore(updates, parameters, [])!.Value;
        Network network = parameters.Download(device);
        // The latest snapshot was taken at the start of the epoch that failed, or, when all its scores were finite, of the last one that is counted.
        int kept = outcomes.Contains(PerceptronEpoch.NotFinite) ? mistakesPerEpoch.Count : mistakesPerEpoch.Count - 1;
        if (!network.IsFinite())
        {
            // An epoch that is followed by another made mistakes, so the one before it had fewer updates.
            snapshots.Restore(latest.Updates - 1, parameters, []);
            network = parameters.Download(device);
            kept--;
        }
        string message = string.Create(CultureInfo.InvariantCulture, $"{what}, with learning rate {options.LearningRate:G6}. The network after {Count(kept, "epoch")}, the last one known to be good, is kept. Try a smaller learning rate or standardised inputs.");
        return Result(network, StopReason.Diverged, message, mistakesPerEpoch.Take(kept).Sum(mistakes => (long)mistakes));
    }

    private PerceptronResult Result(Network network, StopReason reason, string message, long had)
    {
        clock.Stop();
        return new PerceptronResult(network, reason == StopReason.Converged, mistakesPerEpoch, had, reason, message, trajectory, clock.Elapsed);
    }

    private string WhichOutputs() => mistakesByOutput.Length == 1
        ? string.Empty
        : $", all at {(mistakesByOutput.Count(count => count > 0) == 1 ? "output" : "outputs")} {string.Join(", ", Enumerable.Range(0, mistakesByOutput.Length).Where(output => mistakesByOutput[output] > 0))}";

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
