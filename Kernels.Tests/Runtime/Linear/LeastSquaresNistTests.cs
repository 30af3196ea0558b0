using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>The eleven linear sets of NIST's statistical reference data on every device: coefficients to 12 digits, everything else to 10.</summary>
public sealed class LeastSquaresNistTests(ITestOutputHelper output)
{
    private const double CoefficientTolerance = 1e-12;
    private const double StatisticTolerance = 1e-10;

    // The certified values have 15 digits, the decimals of the data are rounded to binary64 before the fit: Filip's solution moves by 10⁻¹⁴ for that.
    private static readonly string[] Files = ["Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2", "Wampler3", "Wampler4", "Wampler5"];

    public static TheoryData<string, string> Sets
    {
        get
        {
            var sets = new TheoryData<string, string>();
            foreach (ITheoryDataRow device in TestDevice.All)
            {
                foreach (string file in Files)
                    sets.Add((string)device.GetData()[0]!, file);
            }
            return sets;
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Solve_OfANistSet_HasTheCertifiedDigits(string name, string file)
    {
        JsonElement truth = TruthTable.Json("nist", file);
        LeastSquaresResult result = Solve(TestDevice.Open(name), truth, file, new LeastSquaresOptions());
        JsonElement exact = truth.GetProperty("exact_rational_rounded_to_17_digits");
        TargetFit fit = Assert.Single(result.Targets);
        double[] coefficients = exact.Numbers("coef");
        double[] errors = exact.Numbers("coef_sd");
        double[] certified = truth.GetProperty("certified_nist").Numbers("coef");
        Assert.Equal(coefficients.Length, fit.Coefficients.Count);
        double worst = 0;
        double worstError = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            worst = Math.Max(worst, Math.Max(Relative(coefficients[i], fit.Coefficients[i].Value), Relative(certified[i], fit.Coefficients[i].Value)));
            worstError = Math.Max(worstError, Relative(errors[i], fit.Coefficients[i].StandardError));
        }
        double deviation = Relative(double.Parse(exact.GetProperty("residual_sd").GetString()!, System.Globalization.CultureInfo.InvariantCulture), fit.ResidualStandardDeviation);
        double squares = Relative(double.Parse(exact.GetProperty("sse").GetString()!, System.Globalization.CultureInfo.InvariantCulture), fit.ResidualSumOfSquares);
        double rSquared = Relative(double.Parse(exact.GetProperty("r2").GetString()!, System.Globalization.CultureInfo.InvariantCulture), fit.RSquared);
        output.WriteLine($"{file}: coefficients {worst:E1}, standard errors {worstError:E1}, residual sd {deviation:E1}, RSS {squares:E1}, R² {rSquared:E1}, condition {fit.ConditionNumber:G4}, {result.Passes} passes; {fit.Method}");
        Assert.InRange(worst, 0, CoefficientTolerance);
        Assert.InRange(worstError, 0, StatisticTolerance);
        Assert.InRange(deviation, 0, StatisticTolerance);
        Assert.InRange(squares, 0, StatisticTolerance);
        Assert.InRange(rSquared, 0, StatisticTolerance);
        Assert.Equal((truth.GetProperty("p").GetInt32(), (double)truth.GetProperty("residual_df").GetInt32()), (fit.Rank, fit.ResidualDegreesOfFreedom));
    }

    [Fact]
    public void Solve_OfFilipInColumnsOfPowers_HasTheDigitsThatTheirRoundingLeaves()
    {
        Dictionary<string, double[]> table = TruthTable.Csv("nist", "Filip");
        double[] expected = TruthTable.Json("nist", "Filip").GetProperty("exact_rational_rounded_to_17_digits").Numbers("coef");
        LeastSquaresResult result = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays(PolynomialFeatures.Powers(table["x"], 10), 10, table["y"]), token: TestContext.Current.CancellationToken);
        Assert.InRange(expected.Zip(result.Targets[0].Coefficients, (value, coefficient) => Relative(value, coefficient.Value)).Max(), 0, 1e-7);
        Assert.InRange(result.Targets[0].ConditionNumber, 1e9, 1e10);
    }

    /// <summary>Fits a set as NIST describes its model.</summary>
    internal static LeastSquaresResult Solve(Device device, JsonElement truth, string file, LeastSquaresOptions options)
    {
        Dictionary<string, double[]> table = TruthTable.Csv("nist", file);
        bool isPolynomial = truth.GetProperty("degree").ValueKind == JsonValueKind.Number;
        string[] features = isPolynomial ? ["x"] : ["x1", "x2", "x3", "x4", "x5", "x6"];
        options = options with { Degree = isPolynomial ? truth.GetProperty("degree").GetInt32() : 1, Intercept = truth.GetProperty("intercept").GetBoolean() ? Intercept.Free : Intercept.None };
        return new LeastSquaresSolver(device, options).Solve(SampleSource.FromArrays(TruthTable.Rows(table, features), features.Length, table["y"], featureNames: features), token: TestContext.Current.CancellationToken);
    }

    private static double Relative(double expected, double actual) => expected == 0 ? Math.Abs(actual) : Math.Abs((expected - actual) / expected);
}
