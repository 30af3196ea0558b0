using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>Epochs of a 784-512-256-10 network, the size of MNIST, on made-up data: the speed does not depend on what the pixels show.</summary>
internal sealed class TrainingTimes
{
    private const int Samples = 60_000;
    private const int Features = 784;
    private const int Classes = 10;

    private readonly string device;
    private readonly int? threads;
    private readonly int epochs;

    public TrainingTimes(string device, int? threads, int epochs)
    {
        this.device = device;
        this.threads = threads;
        this.epochs = epochs;
    }

    public int Run(TextWriter output)
    {
        using Device opened = Device.Open(device, threads);
        var network = Network.Create(Features, [new(512, Activation.Relu), new(256, Activation.Relu), new(Classes, Activation.Softmax)], seed: 1);
        var options = new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.1f, BatchSize = 128, Epochs = epochs };
        var finished = new List<TimeSpan>();
        TrainingResult result = new Trainer(opened, options).Fit(network, MakeData(), progress: new EpochClock(finished));

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
        return 0;
    }

    /// <summary>Pixels are uniform in [0, 1); a sample's class is the brightest of ten patches, so that there is something to learn.</summary>
    private static Dataset MakeData()
    {
        const int PatchLength = Features / Classes;
        var random = new Random(1);
        var inputs = new float[Samples * Features];
        var targets = new float[Samples * Classes];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = random.NextSingle();
        for (int sample = 0; sample < Samples; sample++)
        {
            ReadOnlySpan<float> row = inputs.AsSpan(sample * Features, Features);
            int brightest = 0;
            float most = float.MinValue;
            for (int patch = 0; patch < Classes; patch++)
            {
                float sum = 0;
                foreach (float pixel in row.Slice(patch * PatchLength, PatchLength))
                    sum += pixel;
                if (sum > most)
                    (brightest, most) = (patch, sum);
            }
            targets[(sample * Classes) + brightest] = 1;
        }
        return new Dataset(inputs, Features, targets, Classes);
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
