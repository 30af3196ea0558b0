using BenchmarkDotNet.Attributes;

namespace NeuralGpu.Bench;

/// <summary>Least squares with an intercept from rows in memory to the coefficients; the comparison with numpy and others is the verb least-squares.</summary>
public class SolveBenchmark : DeviceBenchmark
{
    private LeastSquaresSolver solver = null!;
    private SampleSource samples = null!;

    /// <summary>Rows.</summary>
    [Params(20_000)]
    public int Rows { get; set; }

    /// <summary>Features.</summary>
    [Params(10, 100)]
    public int Features { get; set; }

    /// <inheritdoc/>
    public override WorkAmount Amount => new(0, (double)sizeof(double) * Rows * (Features + 1));

    [Benchmark]
    public LeastSquaresResult Solve() => solver.Solve(samples);

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        samples = new MadeUpSamples(Rows, Features).InMemory();
        solver = new LeastSquaresSolver(device, new LeastSquaresOptions { Precision = Precision.Double });
    }
}
