using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>Epochs of a 784-512-256-10 network, the size of MNIST, one by one, and the hash of the weights.</summary>
internal sealed class TrainingTimes(string device, int? threads, int epochs)
{
    private const int Samples = 60_000;
    private const int Features = 784;
    private const int Classes = 10;

    /// <summary>The verb train.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--threads", "--epochs"]);
        new TrainingTimes(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount), options.Count("--epochs", 3)).Run(output);
    }

    private void Run(TextWriter output)
    {
        using Device opened = Device.Open(device, threads);
        var network = Network.Create(Features, [new(512, Activation.Relu), new(256, Activation.Relu), new(Classes, Activation.Softmax)], seed: 1);
        var options = new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.1f, BatchSize = 128, Epochs = epochs };
        var finished = new List<TimeSpan>();
        TrainingResult result = new Trainer(opened, options).Fit(network, MadeUpImages.Make(Samples, Features, Classes), progress: new EpochClock(finished));

        output.WriteLine($"784-512-256-10 ReLU, batch 128, {Samples} samples on {opened.Info.Name}{(opened.Threads > 0 ? $"; working threads: {opened.Threads}" : "")}");
        output.WriteLine();
        output.WriteLine("| epoch | seconds | samples/s | loss |");
        output.WriteLine("|---:|---:|---:|---:|");
        for (int i = 0; i < result.History.Count; i++)
        {
            double seconds = (finished[i] - (i == 0 ? TimeSpan.Zero : finished[i - 1])).TotalSeconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {i + 1} | {seconds:F3} | {Samples / seconds:F0} | {result.History[i].Loss:F4} |"));
        }
        output.WriteLine();
        output.WriteLine($"weights {result.Network.WeightsSha256()}");
    }

    private sealed class EpochClock(List<TimeSpan> finished) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochFinished)
                finished.Add(value.Elapsed);
        }
    }
}
