using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>A network's widths, from the inputs on, and the activation of its hidden layers; the output is a softmax with cross-entropy, trained by plain SGD.</summary>
internal sealed record NetworkShape(IReadOnlyList<int> Widths, Activation Hidden)
{
    /// <summary>As the peers are told, such as <c>784-512-256-10 sigmoid</c>.</summary>
    public string Name => $"{string.Join('-', Widths)} {Hidden.ToString().ToLowerInvariant()}";

    /// <summary>Floating-point operations of the matrix products of a training step: three products a layer, two for the first, which has no delta to pass on.</summary>
    public double StepOperations(int batch)
        => 2.0 * batch * Enumerable.Range(1, Widths.Count - 1).Sum(i => (i == 1 ? 2.0 : 3.0) * Widths[i - 1] * Widths[i]);

    /// <exception cref="ArgumentException">The text is not such a network.</exception>
    public static NetworkShape Parse(string widths, string activation)
    {
        string[] words = widths.Split('-');
        int[] numbers = [.. words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int width) ? width : 0)];
        if (numbers.Length < 2 || numbers.Any(number => number < 1))
            throw new ArgumentException($"--network must be widths from the inputs to the classes, such as 784-512-256-10, not '{widths}'.");
        Activation hidden = activation switch
        {
            "sigmoid" => Activation.Sigmoid,
            "tanh" => Activation.Tanh,
            "relu" => Activation.Relu,
            _ => throw new ArgumentException($"--activation must be sigmoid, tanh or relu, not '{activation}'."),
        };
        return new NetworkShape(numbers, hidden);
    }

    public Network Create()
        => Network.Create(Widths[0], [.. Widths.Skip(1).SkipLast(1).Select(width => new LayerShape(width, Hidden)), new LayerShape(Widths[^1], Activation.Softmax)], seed: 1);

    /// <summary>One turn of an epoch over some batches: seconds of the second epoch of a fit, the first having what is done once.</summary>
    public Func<double> EpochTurn(Device device, int batch, int samples)
    {
        Network network = Create();
        Dataset data = MadeUpImages.Make(samples, Widths[0], Widths[^1]);
        var trainer = new Trainer(device, new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.1f, BatchSize = batch, Epochs = 2 });
        return () =>
        {
            var clock = new EpochClock();
            trainer.Fit(network, data, progress: clock);
            return clock.Ends[1] - clock.Ends[0];
        };
    }

    private sealed class EpochClock : IProgress<TrainingProgress>
    {
        public List<double> Ends { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.EpochFinished)
                Ends.Add(Turns.Now());
        }
    }
}
