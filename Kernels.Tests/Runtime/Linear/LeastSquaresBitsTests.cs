using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The streamed solver gives the same bits on every device, for any number of threads and any size of block, and does not depend on what must not matter.</summary>
public sealed class LeastSquaresBitsTests
{
    private const int Rows = 1300;
    private const int Features = 5;

    private static readonly int[] Widths = [128, 256, 512];

    private static readonly (double[] Inputs, double[] Targets, double[] Weights) Data = Draw();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Binary64, climbing to double-double, a path with folds, weights, powers.
    private static readonly LeastSquaresOptions[] Fits =
    [
        new(),
        new() { Intercept = Intercept.None, Precision = Precision.DoubleDouble },
        new() { Precision = Precision.Double },
        new() { Precision = Precision.Single },
        new() { Penalties = [0.01, 0.1, 1], Intercept = Intercept.Penalized, PenaltyChoice = PenaltyChoice.KFold, Folds = 7, Seed = 3 },
        new() { Penalties = [0.01, 10], PenaltyChoice = PenaltyChoice.GeneralizedCrossValidation },
    ];

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Solve_OnEveryDevice_HasTheSameBits(string name) => Assert.Equal(HashOfAll(TestDevice.Open("cpu"), null), HashOfAll(TestDevice.Open(name), null));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Solve_OnSomeThreads_HasTheSameBits(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        Assert.Equal(HashOfAll(TestDevice.Open("cpu"), null), HashOfAll(device, null));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1280)]
    [InlineData(1536)]
    public void Solve_InBlocksOfAnySize_HasTheSameBits(int rows)
    {
        foreach (string name in new[] { "cpu", "opencl" })
            Assert.Equal(HashOfAll(TestDevice.Open("cpu"), null), HashOfAll(TestDevice.Open(name), rows));
    }

    [Theory]
    [InlineData(Precision.Auto)]
    [InlineData(Precision.DoubleDouble)]
    public void Solve_OfManyColumns_IsFactoredOnTheDeviceWithTheSameBits(Precision precision)
    {
        // 270 columns, more than a block of the factor; y = 3 + Σ (j mod 5 + 1)·xⱼ exactly, and one part that no column has.
        const int Many = 270;
        const int Samples = 400;
        var random = new Random(62);
        double[] inputs = [.. Enumerable.Range(0, Samples * Many).Select(_ => random.Next(-100, 100) / 8.0)];
        double[] targets = [.. Enumerable.Range(0, Samples).Select(row => 3 + Enumerable.Range(0, Many).Sum(j => ((j % 5) + 1) * inputs[(row * Many) + j]))];
        double[] noisy = [.. targets.Select(value => value + random.NextDouble())];
        SampleSource samples = SampleSource.FromArrays(inputs, Many, [.. targets.Zip(noisy).SelectMany(pair => new[] { pair.First, pair.Second })], 2);
        LeastSquaresResult cpu = new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Precision = precision }).Solve(samples, token: Token);
        LeastSquaresResult openCl = new LeastSquaresSolver(TestDevice.Open("opencl"), new() { Precision = precision }).Solve(samples, token: Token);
        Assert.Equal([3, .. Enumerable.Range(0, Many).Select(j => (j % 5) + 1.0)], cpu.Targets[0].Coefficients.Select(coefficient => coefficient.Value));
        Assert.Equal(cpu.Targets[1].Coefficients.Select(c => (c.Value, c.StandardError)), openCl.Targets[1].Coefficients.Select(c => (c.Value, c.StandardError)));
        Assert.Equal(cpu.Targets[1].ConditionNumber, openCl.Targets[1].ConditionNumber);
        // The variances once more, from the host's factor.
        double[] covariance = cpu.Targets[1].Covariance();
        for (int j = 0; j <= Many; j++)
        {
            double expected = Math.Sqrt(covariance[(j * (Many + 1)) + j]);
            Assert.Equal(expected, cpu.Targets[1].Coefficients[j].StandardError, 1e-12 * expected);
        }
        double[] duplicated = [.. Enumerable.Range(0, Samples * Many).Select(i => i % Many == 267 ? inputs[i - 100] : inputs[i])];
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Precision = precision }).Solve(SampleSource.FromArrays(duplicated, Many, targets), token: Token));
        Assert.Contains("'feature 267' is a linear combination of 'feature 167'. ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_OfManyColumnsInBinary32_HasTheSameBitsEverywhere()
    {
        const int Many = 270;
        const int Samples = 900;
        var random = new Random(63);
        double[] inputs = [.. Enumerable.Range(0, Samples * Many).Select(_ => random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, Samples).Select(row => inputs[row * Many] - inputs[(row * Many) + 7] + random.NextDouble())];
        SampleSource samples = SampleSource.FromArrays(inputs, Many, targets, 1);
        LeastSquaresResult exact = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(samples, token: Token);
        TargetFit expected = Fit(TestDevice.Open("cpu"));
        Assert.Equal("Cholesky factor in binary32 of XᵀX in binary32, not refined", expected.Method);
        // κ² is about 300, and about 7 − 2·log₁₀ κ digits are promised.
        Assert.InRange(TruthTable.Difference([.. exact.Targets[0].Coefficients.Select(c => c.Value)], [.. expected.Coefficients.Select(c => c.Value)]), 0, 3e-5);
        Assert.All(exact.Targets[0].Coefficients.Zip(expected.Coefficients), pair => Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 3e-5 * pair.First.StandardError));

        AssertSame(Fit(TestDevice.Open("opencl")));
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
            AssertSame(Fit(device));
        }
        foreach (int bits in Widths.Where(bits => bits <= HostSimd.Widest))
            HostSimdWidths.Run(bits, () => AssertSame(Fit(TestDevice.Open("cpu"))));

        TargetFit Fit(Device device) => new LeastSquaresSolver(device, new() { Precision = Precision.Single }).Solve(samples, token: Token).Targets[0];

        void AssertSame(TargetFit actual)
        {
            Assert.Equal(expected.Coefficients.Select(c => (c.Value, c.StandardError)), actual.Coefficients.Select(c => (c.Value, c.StandardError)));
            Assert.Equal((expected.ConditionNumber, expected.ResidualSumOfSquares), (actual.ConditionNumber, actual.ResidualSumOfSquares));
        }
    }

    [Fact]
    public void Solve_WholeWeights_IsAsIfRowsWereRepeated()
    {
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => (double)(i % 4))];
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        LeastSquaresResult weighted = Solve(new(), Data.Inputs, Data.Targets, weights);
        LeastSquaresResult copies = Solve(new(), [.. repeated.SelectMany(i => Data.Inputs[(i * Features)..((i + 1) * Features)])], [.. repeated.SelectMany(i => Data.Targets[(2 * i)..((2 * i) + 2)])], null);
        for (int target = 0; target < 2; target++)
        {
            Assert.Equal(copies.Targets[target].Coefficients.Select(c => c.Value), weighted.Targets[target].Coefficients.Select(c => c.Value));
            Assert.Equal(copies.Targets[target].ResidualSumOfSquares, weighted.Targets[target].ResidualSumOfSquares);
            Assert.Equal(copies.Targets[target].RSquared, weighted.Targets[target].RSquared);
        }
        // A weight is no number of observations: a row counts once, and not at all with the weight 0.
        Assert.Equal((Rows * 3 / 4, (Rows * 3.0 / 4) - Features - 1), (weighted.Samples, weighted.Targets[0].ResidualDegreesOfFreedom));
    }

    [Fact]
    public void Solve_RowsOfWeightZero_AreAsIfTheyWereNotThere()
    {
        double[] weights = [.. Data.Weights.Select((weight, i) => i % 3 == 1 ? 0 : weight)];
        int[] kept = [.. Enumerable.Range(0, Rows).Where(i => i % 3 != 1)];
        LeastSquaresResult all = Solve(new(), Data.Inputs, Data.Targets, weights);
        LeastSquaresResult some = Solve(new(), [.. kept.SelectMany(i => Data.Inputs[(i * Features)..((i + 1) * Features)])], [.. kept.SelectMany(i => Data.Targets[(2 * i)..((2 * i) + 2)])], [.. kept.Select(i => weights[i])]);
        Assert.Equal(some.Samples, all.Samples);
        Assert.Equal(some.Model.Coefficients, all.Model.Coefficients);
        Assert.Equal(some.Model.Intercepts, all.Model.Intercepts);
        Assert.Equal(some.Targets[1].ResidualStandardDeviation, all.Targets[1].ResidualStandardDeviation);
        Assert.Equal(some.Targets[1].Coefficients[2].StandardError, all.Targets[1].Coefficients[2].StandardError, 1e-13 * some.Targets[1].Coefficients[2].StandardError);
    }

    [Fact]
    public void Solve_OnADeviceWithoutBinary64_ComputesOnTheHostAndSaysSo()
    {
        using Device device = Device.Open("opencl");
        LeastSquaresResult own = new LeastSquaresSolver(device, new()).Solve(SampleSource.FromArrays(Data.Inputs, Features, Data.Targets, 2), token: Token);
        device.HasDoubles = false;
        LeastSquaresResult host = new LeastSquaresSolver(device, new()).Solve(SampleSource.FromArrays(Data.Inputs, Features, Data.Targets, 2), token: Token);
        Assert.StartsWith("opencl", own.ComputedOn, StringComparison.Ordinal);
        Assert.Matches(@"^cpu \(.*\), because opencl.* has no binary64 arithmetic$", host.ComputedOn);
        Assert.Equal(own.Model.Coefficients, host.Model.Coefficients);
    }

    [Fact]
    public void Solve_MoreRowsThanAnyBlock_ReadsThemTwiceAndKeepsNone()
    {
        // y = 1 + 2x₀ − 3x₁ + a pattern that is orthogonal to both.
        const int Many = 300_000;
        var samples = new SyntheticSamples(Many, 2, (row, values) =>
        {
            values[0] = (row % 1000) / 8.0;
            values[1] = row / 1000 % 50;
            values[2] = 1 + (2 * values[0]) - (3 * values[1]) + (row / 50_000 % 2 == 0 ? 0.5 : -0.5);
        });
        Device device = TestDevice.Open("cpu");
        int buffers = device.LiveBuffers;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var seen = new List<SolveProgress>();
        LeastSquaresResult result = new LeastSquaresSolver(device, new()).Solve(samples, new Collecting(seen), Token);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal([1, 2, -3], result.Targets[0].Coefficients.Select(coefficient => coefficient.Value));
        Assert.Equal(Many / 4, result.Targets[0].ResidualSumOfSquares);
        Assert.Equal((2, Many), (result.Passes, result.Samples));
        Assert.Equal(3, samples.Opened);
        Assert.Equal(buffers, device.LiveBuffers);
        Assert.InRange(allocated, 0, 12_000_000);
        Assert.Equal([1, 2], seen.Select(progress => progress.Pass).Distinct());
        Assert.Equal((Many, 1.0), (seen[^1].Rows, seen[^1].Fraction));
        Assert.True(seen.Count > 4);
        Assert.Equal(seen.OrderBy(progress => progress.Pass).ThenBy(progress => progress.Rows), seen);
    }

    [Fact]
    public void Solve_CancelledBetweenBlocks_GivesUpAndFreesItsMemory()
    {
        Device device = TestDevice.Open("cpu");
        int buffers = device.LiveBuffers;
        using var cancellation = new CancellationTokenSource();
        var seen = new List<SolveProgress>();
        var solver = new LeastSquaresSolver(device, new()) { RowsPerBlock = 256 };
        Assert.Throws<OperationCanceledException>(() => solver.Solve(SampleSource.FromArrays(Data.Inputs, Features, Data.Targets, 2), new Collecting(seen, cancellation.Cancel), cancellation.Token));
        Assert.Equal(256, Assert.Single(seen).Rows);
        Assert.Equal(buffers, device.LiveBuffers);
    }

    private static LeastSquaresResult Solve(LeastSquaresOptions options, double[] inputs, double[] targets, double[]? weights)
        => new LeastSquaresSolver(TestDevice.Open("cpu"), options).Solve(SampleSource.FromArrays(inputs, Features, targets, 2, weights), token: Token);

    private static string HashOfAll(Device device, int? rowsPerBlock)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (double[]? weights in new[] { null, Data.Weights })
        {
            foreach (LeastSquaresOptions options in Fits)
                Add(new LeastSquaresSolver(device, options) { RowsPerBlock = rowsPerBlock }.Solve(SampleSource.FromArrays(Data.Inputs, Features, Data.Targets, 2, weights), token: Token));
            Add(new LeastSquaresSolver(device, new() { Degree = 4 }) { RowsPerBlock = rowsPerBlock }.Solve(SampleSource.FromArrays(Data.Inputs[..Rows], 1, Data.Targets[..Rows], 1, weights), token: Token));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(LeastSquaresResult result)
        {
            foreach (TargetFit fit in result.Path.SelectMany(fits => fits.Targets))
            {
                double[] values = [fit.ResidualSumOfSquares, fit.RSquared, fit.ResidualDegreesOfFreedom, fit.ConditionNumber, fit.Score, .. fit.Coefficients.SelectMany(c => new[] { c.Value, c.StandardError }), .. fit.Covariance()];
                hash.AppendData(MemoryMarshal.AsBytes([.. values.Select(value => double.IsNaN(value) ? double.NaN : value)]));
            }
        }
    }

    private static (double[] Inputs, double[] Targets, double[] Weights) Draw()
    {
        var random = new Random(61);
        double[] inputs = [.. Enumerable.Range(0, Rows * Features).Select(i => (i % Features) + random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, Rows * 2).Select(i => inputs[i / 2 * Features] - (3 * inputs[(i / 2 * Features) + 1 + (i % 2)]) + random.NextDouble())];
        return (inputs, targets, [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())]);
    }

    private sealed class Collecting(List<SolveProgress> seen, Action? then = null) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value)
        {
            seen.Add(value);
            then?.Invoke();
        }
    }
}
