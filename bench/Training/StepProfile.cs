using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Where the time of a training step goes.</summary>
/// <param name="Title">The network and the device.</param>
/// <param name="Steps">Over how many steps the medians are.</param>
/// <param name="Launches">In their order.</param>
internal sealed record StepProfile(string Title, int Steps, IReadOnlyList<StepLaunch> Launches)
{
    /// <summary>Trains for two epochs and looks at each launch of the second, the first having what is done once.</summary>
    /// <param name="device">The device; it must not record graphs, which would be one launch.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Samples a step.</param>
    /// <param name="steps">Steps an epoch.</param>
    /// <exception cref="ArgumentException">The device records graphs.</exception>
    public static StepProfile Measure(Device device, NetworkShape network, int batch, int steps)
    {
        if (device.Target.Graphs is not null)
            throw new ArgumentException($"A recorded step is one launch; set {ExecutionTarget.GraphsVariable}=off before the device is opened.", nameof(device));
        var watch = new StepWatch(device);
        var options = new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.1f, BatchSize = batch, Epochs = 2 };
        Dataset data = MadeUpImages.Make(checked(batch * steps), network.Widths[0], network.Widths[^1]);
        try
        {
            new Trainer(device, options).Fit(network.Create(), data, progress: watch);
        }
        finally
        {
            device.Target.Watcher = null;
        }
        string threads = device.Threads > 0 ? $"; working threads: {device.Threads}" : "";
        return new StepProfile($"A training step of {network.Name}, batch {batch}, on {device.Info.Name}{threads}", watch.Steps.Count, Medians(watch.Steps));
    }

    /// <summary>Writes a Markdown table.</summary>
    public void Write(TextWriter output)
    {
        double whole = Launches.Sum(launch => launch.Seconds);
        double work = Launches.Sum(launch => launch.Operations);
        output.WriteLine($"{Title}, medians of {Steps} steps. Each launch is waited for, which takes time of its own where the device is not the host.");
        output.WriteLine();
        output.WriteLine("| launch | µs | share | GFLOP/s |");
        output.WriteLine("|---|--:|--:|--:|");
        foreach (StepLaunch launch in Launches)
            output.WriteLine(Line(launch.Name, launch.Seconds, launch.Seconds / whole, launch.Operations));
        output.WriteLine(Line("all", whole, 1, work));
    }

    private static string Line(string name, double seconds, double share, double work)
        => string.Create(CultureInfo.InvariantCulture, $"| {name} | {seconds * 1e6:F1} | {100 * share:F1} % | {(work > 0 ? (work / seconds / 1e9).ToString("F0", CultureInfo.InvariantCulture) : "")} |");

    private static StepLaunch[] Medians(List<IReadOnlyList<StepLaunch>> steps)
        => [.. steps[0].Select((launch, i) => launch with { Seconds = Turns.Median([.. steps.Select(step => step[i].Seconds)]) })];

    // A step begins with the gathering of its batch.
    private sealed class StepWatch(Device device) : IProgress<TrainingProgress>
    {
        private List<StepLaunch>? step;
        private string? name;
        private double work;
        private double start;

        /// <summary>The steps that were seen as a whole.</summary>
        public List<IReadOnlyList<StepLaunch>> Steps { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (!value.EpochFinished)
                return;
            if (device.Target.Watcher is null)
            {
                device.Target.Watcher = Begin;
                return;
            }
            device.Target.Watcher = null;
        }

        private void Begin(Type operation, GemmProblem? product)
        {
            device.Synchronize();
            double now = Turns.Now();
            if (name is not null)
                step?.Add(new StepLaunch(name, now - start, work));
            if (operation == typeof(SampleGather))
            {
                if (step is not null)
                    Steps.Add(step);
                step = [];
            }
            name = StepLaunch.NameOf(operation);
            work = 0;
            if (product is { } problem)
            {
                name += $" {problem.M}×{problem.N}×{problem.K} {problem.Layout}";
                work = 2.0 * problem.M * problem.N * problem.K;
            }
            start = Turns.Now();
        }
    }
}
