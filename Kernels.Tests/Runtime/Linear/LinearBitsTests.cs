using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NeuralGpu.Tests;

/// <summary>The fits have the same bits on every device and for any number of threads, and do not depend on what must not matter.</summary>
public sealed class LinearBitsTests
{
    private const int Rows = 700;
    private const int Features = 7;

    private static readonly (double[] Inputs, double[] Targets) Data = Draw();

    // Computed on the CPU; any change of it is a change of the contract.
    private const string Golden = "7a7a50e98c104d17bb162e0cb2511e944367213e3424a2f83af61a397fc5fb87";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OnEveryDevice_HasTheGoldenBits(string name) => Assert.Equal(Golden, HashOfAll(TestDevice.Open(name)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Fit_OnSomeThreads_HasTheGoldenBits(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        Assert.Equal(Golden, HashOfAll(device));
        Assert.Equal(Golden, HashOfAll(device));
    }

    [Fact]
    public void Fit_OnADeviceWithoutBinary64_ComputesOnTheHostAndSaysSo()
    {
        using Device device = Device.Open("opencl");
        LinearFit own = new LinearRegression(device).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        device.HasDoubles = false;
        LinearFit host = new LinearRegression(device).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        Assert.StartsWith("opencl", own.ComputedOn, StringComparison.Ordinal);
        Assert.Matches(@"^cpu \(.*\), because opencl.* has no binary64 arithmetic$", host.ComputedOn);
        Assert.Equal(own.Model.Coefficients, host.Model.Coefficients);
        Assert.Equal(own.Fitted, host.Fitted);
    }

    [Fact]
    public void Fit_SeveralTargets_FitsEachByItself()
    {
        var trainer = new LinearRegression(TestDevice.Open("cpu"));
        LinearFit both = trainer.Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        for (int target = 0; target < 2; target++)
        {
            LinearFit one = trainer.Fit(Data.Inputs, Features, [.. Data.Targets.Where((_, i) => i % 2 == target)], cancellationToken: Token);
            Assert.Equal(one.Model.Coefficients, both.Model.Coefficients.Where((_, i) => i % 2 == target));
            Assert.Equal(one.Model.Intercepts[0], both.Model.Intercepts[target]);
            Assert.Equal(one.Fitted, both.Fitted.Where((_, i) => i % 2 == target));
            Assert.Equal((one.Loss[0], one.RSquared[0]), (both.Loss[target], both.RSquared[target]));
        }
    }

    [Fact]
    public void Fit_PermutedOrDuplicatedRows_HasTheSameSolution()
    {
        Device device = TestDevice.Open("cpu");
        double[][] rows = [.. Data.Inputs.Chunk(Features)];
        double[][] targets = [.. Data.Targets.Chunk(2)];
        LinearFit fit = new RidgeRegression(device, 0.1).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        LinearFit reversed = new RidgeRegression(device, 0.1).Fit([.. rows.Reverse().SelectMany(row => row)], Features, [.. targets.Reverse().SelectMany(row => row)], 2, cancellationToken: Token);
        LinearFit doubled = new RidgeRegression(device, 0.1).Fit([.. Data.Inputs, .. Data.Inputs], Features, [.. Data.Targets, .. Data.Targets], 2, cancellationToken: Token);
        Assert.Equal(fit.Model.Coefficients, reversed.Model.Coefficients);
        Assert.Equal(fit.Model.Coefficients, doubled.Model.Coefficients);
        Assert.Equal(fit.Model.Intercepts, doubled.Model.Intercepts);
        Assert.Equal([.. fit.Fitted, .. fit.Fitted], doubled.Fitted);
    }

    [Fact]
    public void Fit_ColumnsOfVeryDifferentScale_ScalesTheCoefficientsOnly()
    {
        Device device = TestDevice.Open("cpu");
        double[] factors = [.. Enumerable.Range(0, Features).Select(j => Math.ScaleB(1, 300 * ((j % 3) - 1)))];
        LinearFit fit = new LinearRegression(device).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        LinearFit scaled = new LinearRegression(device).Fit([.. Data.Inputs.Select((value, i) => value * factors[i % Features])], Features, Data.Targets, 2, cancellationToken: Token);
        Assert.Equal(fit.Model.Coefficients, scaled.Model.Coefficients.Select((value, i) => value * factors[i / 2]));
        Assert.Equal(fit.Fitted, scaled.Fitted);
        double[] decimals = [1e-8, 1e8, 1, 1e8, 1e-8, 1, 1e-8];
        LinearFit decimalFit = new LinearRegression(device).Fit([.. Data.Inputs.Select((value, i) => value * decimals[i % Features])], Features, Data.Targets, 2, cancellationToken: Token);
        Assert.InRange(TruthTable.Difference(fit.Model.Coefficients, [.. decimalFit.Model.Coefficients.Select((value, i) => value * decimals[i / 2])]), 0, 1e-13);
    }

    [Fact]
    public void Fit_ColumnFarFromZero_KeepsItsDigits()
    {
        // y = 3 + 2(x − 10⁹) for x = 10⁹ + 0 … 99: cond of [1 x] is about 10⁸ and of its Gram matrix 10¹⁶.
        double[] x = [.. Enumerable.Range(0, 100).Select(i => 1e9 + i)];
        LinearFit fit = new LinearRegression(TestDevice.Open("cpu")).Fit(x, 1, [.. x.Select(value => 3 + (2 * (value - 1e9)))], cancellationToken: Token);
        Assert.Equal(2, fit.Model.Coefficients[0]);
        Assert.Equal(3 - 2e9, fit.Model.Intercepts[0]);
        // What is left is where refinement stops: far below what binary64 could show of the coefficients.
        Assert.InRange(fit.Loss[0], 0, 1e-45);
    }

    [Fact]
    public void Fit_ConstantTarget_HasNoRSquared()
    {
        LinearFit fit = new LinearRegression(TestDevice.Open("cpu")).Fit([1, 2, 3], 1, [0.1, 0.1, 0.1], cancellationToken: Token);
        Assert.Equal([0.1, 0, double.NaN], [fit.Model.Intercepts[0], fit.Model.Coefficients[0], fit.RSquared[0]]);
        Assert.Equal([0.1, 0.1, 0.1], fit.Fitted);
    }

    [Fact]
    public void Fit_Done_LeavesNothingOnTheDevice()
    {
        Device device = TestDevice.Open("cpu");
        int buffers = device.LiveBuffers;
        _ = new LinearRegression(device).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token);
        Assert.Equal(buffers, device.LiveBuffers);
    }

    private static string HashOfAll(Device device)
    {
        LinearFit[] fits =
        [
            new LinearRegression(device).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token),
            new LinearRegression(device, Intercept.None).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token),
            new RidgeRegression(device, 0.25).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token),
            new RidgeRegression(device, 0.25, Intercept.Free).Fit(Data.Inputs, Features, Data.Targets, 2, cancellationToken: Token),
            new PolynomialRegression(device, 8).Fit(Data.Inputs[..Rows], Data.Targets[..Rows], cancellationToken: Token),
            new PolynomialRegression(device, 3, 0.25).Fit(Data.Inputs[..Rows], Data.Targets[..Rows], cancellationToken: Token),
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LinearFit fit in fits)
        {
            foreach (double[] values in new[] { fit.Model.Coefficients, fit.Model.Intercepts, fit.Fitted, fit.Loss, fit.Objective, fit.RSquared })
                hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static (double[] Inputs, double[] Targets) Draw()
    {
        var random = new Random(51);
        double[] inputs = [.. Enumerable.Range(0, Rows * Features).Select(i => (i % Features) + random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, Rows * 2).Select(i => inputs[i / 2 * Features] - (3 * inputs[(i / 2 * Features) + 1 + (i % 2)]) + random.NextDouble())];
        return (inputs, targets);
    }
}
