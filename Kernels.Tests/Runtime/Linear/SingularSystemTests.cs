namespace NeuralGpu.Tests;

/// <summary>Columns that determine no unique solution are named.</summary>
public sealed class SingularSystemTests
{
    private static readonly double[] First = [1, 2, 4, 7, 11, 16];
    private static readonly double[] Second = [3, 1, 4, 1, 5, 9];
    private static readonly double[] Targets = [2, 7, 1, 8, 2, 8];
    private static readonly string[] Names = ["a", "b", "c", "d"];

    public static TheoryData<string, Intercept, double[][], string, string[]> Cases => new()
    {
        { "duplicate", Intercept.Free, [First, First], "'b' is a linear combination of 'a'. ", ["b"] },
        { "shifted", Intercept.Free, [First, Map(First, value => (2 * value) + 3)], "'b' is a linear combination of 'a' and the intercept. ", ["b"] },
        { "constant", Intercept.Free, [First, Map(First, _ => 0.1)], "'b' is constant, so it cannot be told from the intercept. ", ["b"] },
        { "almost constant", Intercept.Free, [First, Map(First, value => value > 4 ? 0.3 : 0.1 + 0.2)], "'b' is constant", ["b"] },
        { "zero", Intercept.Free, [First, Map(First, _ => 0)], "'b' is zero in every row. ", ["b"] },
        { "sum", Intercept.Free, [First, Second, Sum(First, Second)], "'c' is a linear combination of 'a' and 'b'. ", ["c"] },
        { "one-hot", Intercept.Free, [[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]], "'c' is a linear combination of 'a', 'b' and the intercept. ", ["c"] },
        { "far from zero", Intercept.Free, [First, Map(First, value => 1e6 + value)], "'b' is a linear combination of 'a' and the intercept. ", ["b"] },
        { "two", Intercept.Free, [First, First, Second, Second], "'b' is a linear combination of 'a'; 'd' is a linear combination of 'c'. ", ["b", "d"] },
        { "tiny and huge", Intercept.Free, [Map(First, value => value * 1e-8), Second, Map(First, value => value * 1e8)], "'c' is a linear combination of 'a'", ["c"] },
        { "duplicate, none", Intercept.None, [First, First], "'b' is a linear combination of 'a'. ", ["b"] },
        { "zero, none", Intercept.None, [First, Map(First, _ => 0)], "'b' is zero in every row. ", ["b"] },
        { "two constants, none", Intercept.None, [Map(First, _ => 1), Map(First, _ => 3)], "'b' is a linear combination of 'a'. ", ["b"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_DependentColumns_AreNamed(string what, Intercept intercept, double[][] columns, string reason, string[] dependent)
    {
        foreach (string device in new[] { "cpu", "opencl" })
        {
            SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Fit(new LinearRegression(TestDevice.Open(device), intercept), columns));
            Assert.True(exception.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {exception.Message}");
            Assert.Contains("RidgeRegression", exception.Message, StringComparison.Ordinal);
            Assert.Equal(dependent, exception.DependentColumns);
            Assert.Equal(columns.Length + (intercept == Intercept.Free ? 1 : 0) - dependent.Length, exception.Rank);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_DependentColumnsUnderAPenalty_HaveASolution(string what, Intercept intercept, double[][] columns, string reason, string[] dependent)
    {
        Assert.NotEmpty(what + reason + dependent);
        double[] inputs = Rows(columns);
        LinearFit fit = new RidgeRegression(TestDevice.Open("cpu"), 1e-3, intercept).Fit(inputs, columns.Length, Targets, cancellationToken: TestContext.Current.CancellationToken);
        // At the minimum the gradient −Xᵀr/n + λw is zero.
        for (int j = 0; j < columns.Length; j++)
        {
            double product = columns[j].Select((value, row) => value * (Targets[row] - fit.Fitted[row]) / Targets.Length).Sum();
            Assert.InRange(Math.Abs(product - (1e-3 * fit.Model.Coefficients[j])), 0, 1e-12 * columns[j].Sum(Math.Abs));
        }
    }

    [Theory]
    [InlineData(Intercept.Free, "2 rows cannot determine 3 coefficients, the intercept among them; give at least as many rows")]
    [InlineData(Intercept.None, "1 row cannot determine 2 coefficients; give at least as many rows")]
    public void Fit_FewerRowsThanCoefficients_IsRefused(Intercept intercept, string reason)
    {
        int rows = intercept == Intercept.Free ? 2 : 1;
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Fit(new LinearRegression(TestDevice.Open("cpu"), intercept), [First[..rows], Second[..rows]]));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("RidgeRegression", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OneSampleWithAnIntercept_IsRefused()
        => Assert.Contains("1 row cannot determine 2 coefficients", Assert.Throws<SingularSystemException>(() => Fit(new LinearRegression(TestDevice.Open("cpu")), [[5]])).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_TooSmallAPenaltyOnDuplicates_IsRefused()
    {
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => new RidgeRegression(TestDevice.Open("cpu"), 1e-30).Fit(Rows([First, First]), 2, Targets, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("The penalty of 1E-30 is too small", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_PolynomialOfTooFewValues_NamesThePowers()
    {
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => new PolynomialRegression(TestDevice.Open("cpu"), 3).Fit([1, 2, 1, 2, 1], [1, 2, 3, 4, 5], featureName: "size", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("'size' has 2 different values, but a polynomial of degree 3 needs at least 4, so 'size^2', 'size^3' cannot be told", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["size^2", "size^3"], exception.DependentColumns);
        Assert.Equal(2, exception.Rank);
    }

    [Fact]
    public void Fit_PolynomialOfTooHighADegree_SuggestsALowerOne()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 10.0)];
        // In the middle of the data and scaled, x⁶⁴ is within 2⁻⁶³ of the lower powers: double-double can no longer tell. It can for x⁴⁰.
        LinearFit fit = new PolynomialRegression(TestDevice.Open("cpu"), 40).Fit(x, x, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1, 41), (fit.RSquared[0], fit.Rank));
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => new PolynomialRegression(TestDevice.Open("cpu"), 64).Fit(x, x, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("Use a lower degree, or a penalty.", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.DependentColumns, column => Assert.StartsWith("x^", column, StringComparison.Ordinal));
    }

    private static LinearFit Fit(LinearRegression trainer, double[][] columns)
        => trainer.Fit(Rows(columns), columns.Length, Targets[..columns[0].Length], featureNames: Names[..columns.Length], cancellationToken: TestContext.Current.CancellationToken);

    private static double[] Rows(double[][] columns) => [.. Enumerable.Range(0, columns[0].Length).SelectMany(row => columns.Select(column => column[row]))];

    private static double[] Map(double[] values, Func<double, double> map) => [.. values.Select(map)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
