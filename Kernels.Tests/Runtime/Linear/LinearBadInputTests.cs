namespace NeuralGpu.Tests;

/// <summary>Data and options that the linear trainers refuse, and what they say.</summary>
public sealed class LinearBadInputTests
{
    private static Device Cpu => TestDevice.Open("cpu");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Fit_CellThatIsNotFinite_IsNamedByRowAndColumn(double value, string shown)
    {
        ArgumentException input = Assert.Throws<ArgumentException>(() => Fit([1, 2, 3, value], 2, [1, 2], names: ["a", "b"]));
        Assert.Contains($"In row 1 (from 0), 'b' is {shown}", input.Message, StringComparison.Ordinal);
        ArgumentException target = Assert.Throws<ArgumentException>(() => Fit([1, 2], 1, [1, 2, 3, value], outputs: 2));
        Assert.Contains($"In row 1 (from 0), target 1 is {shown}", target.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LengthsThatDoNotFit_AreExplained()
    {
        AssertRefused("no rows", () => Fit([], 1, []));
        AssertRefused("3 input values are not a whole number of rows of 2 features", () => Fit([1, 2, 3], 2, [1]));
        AssertRefused("3 target values are not a whole number of rows of 2 targets", () => Fit([1, 2], 1, [1, 2, 3], outputs: 2));
        AssertRefused("The inputs have 3 rows, but the targets have 2", () => Fit([1, 2, 3], 1, [1, 2]));
        AssertRefused("1 names were given for 2 features", () => Fit([1, 2], 2, [1], names: ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit([1], 0, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit([1], 1, [1], outputs: 0));
    }

    [Fact]
    public void Constructor_OptionsThatDoNotFit_AreExplained()
    {
        AssertRefused("use LinearRegression", () => new RidgeRegression(Cpu, 0));
        AssertRefused("above 0", () => new RidgeRegression(Cpu, -1));
        AssertRefused("above 0", () => new RidgeRegression(Cpu, double.NaN));
        AssertRefused("above 0", () => new RidgeRegression(Cpu, double.PositiveInfinity));
        AssertRefused("no such intercept", () => new RidgeRegression(Cpu, 1, (Intercept)7));
        AssertRefused("use RidgeRegression", () => new LinearRegression(Cpu, Intercept.Penalized));
        AssertRefused("from 1 to 64", () => new PolynomialRegression(Cpu, 0));
        AssertRefused("from 1 to 64", () => new PolynomialRegression(Cpu, 65));
        AssertRefused("leave it out", () => new PolynomialRegression(Cpu, 2, penalty: 0.0));
        AssertRefused("Free or None", () => new PolynomialRegression(Cpu, 2, Intercept.Penalized));
    }

    [Fact]
    public void Fit_PowersBeyondBinary64_AreRefused()
        => AssertRefused("In row 2 (from 0), 1E+200 to the power 2", () => new PolynomialRegression(Cpu, 2, 1.0).Fit([1, 2, 1e200], [1, 2, 3], cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public void Fit_CancelledToken_GivesUp()
    {
        int buffers = Cpu.LiveBuffers;
        Assert.Throws<OperationCanceledException>(() => new LinearRegression(Cpu).Fit([1, 2, 3], 1, [1, 2, 3], cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(buffers, Cpu.LiveBuffers);
    }

    private static LinearFit Fit(double[] inputs, int features, double[] targets, int outputs = 1, string[]? names = null)
        => new LinearRegression(Cpu).Fit(inputs, features, targets, outputs, names, TestContext.Current.CancellationToken);

    private static void AssertRefused(string reason, Func<object> action)
        => Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
