using BenchmarkDotNet.Attributes;

namespace NeuralGpu.Bench;

/// <summary>Training steps of 784-512-256-10: an epoch of 64, with the fit's start and end in it, divided by 64.</summary>
public class TrainingStepBenchmark : DeviceBenchmark
{
    private const int Steps = 64;

    private static readonly NetworkShape Shape = NetworkShape.Parse("784-512-256-10", "sigmoid");

    private Network network = null!;
    private Dataset data = null!;
    private Trainer trainer = null!;

    /// <summary>Samples a step.</summary>
    [Params(128)]
    public int Batch { get; set; }

    /// <inheritdoc/>
    public override WorkAmount Amount => new(Shape.StepOperations(Batch), 0);

    [Benchmark(OperationsPerInvoke = Steps)]
    public TrainingResult Step() => trainer.Fit(network, data);

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        network = Shape.Create();
        data = MadeUpImages.Make(Steps * Batch, Shape.Widths[0], Shape.Widths[^1]);
        trainer = new Trainer(device, new TrainingOptions { BatchSize = Batch, Epochs = 1 });
    }
}
