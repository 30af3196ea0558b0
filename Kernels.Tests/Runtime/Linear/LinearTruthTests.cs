using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Least squares and ridge against solutions in 80-digit arithmetic and NIST's certified ones, on every device.</summary>
public sealed class LinearTruthTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Sets
    {
        get
        {
            var sets = new TheoryData<string, string>();
            foreach (ITheoryDataRow device in TestDevice.All)
            {
                foreach (string file in new[] { "diabetes", "iris_petal_width", "auto_mpg" })
                    sets.Add((string)device.GetData()[0]!, file);
            }
            return sets;
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OfTheCommuteTimes_HasFourteenDigitsOfTheBook(string name)
    {
        double[] inputs = [2.7, 1, 4.1, 1, 1.0, 0, 5.2, 1, 2.8, 0];
        LinearFit fit = new LinearRegression(TestDevice.Open(name)).Fit(inputs, 2, [25, 33, 15, 45, 22], featureNames: ["distance", "weekday"], cancellationToken: Token);
        double[] solution = [.. fit.Model.Intercepts, .. fit.Model.Coefficients];
        // In exact arithmetic W* = 2897/476, 1555/238, 431/204. What the book prints, section 1.7, has rounding errors in its last digit (6.08613445378149 for …151, 6.53361344537816
        // for …815, and two of Y*), so it is compared to 14 digits, and the exact numbers to a unit in the last place of the largest.
        Assert.Equal(Digits([6.08613445378149, 6.53361344537816, 2.11274509803922]), Digits(solution));
        Assert.InRange(TruthTable.Difference([2897 / 476.0, 1555 / 238.0, 431 / 204.0], solution), 0, 5e-16);
        string[] fitted = Digits([25.8396358543418, 34.9866946778712, 12.6197478991597, 42.1736694677872, 24.3802521008403]);
        Assert.Equal(fitted, Digits(fit.Fitted));
        Assert.Equal(fitted, Digits(fit.Model.Predict(inputs)));
        Assert.InRange(TruthTable.Difference([18449.5 / 714, 24980.5 / 714, 9010.5 / 714, 30112 / 714.0, 17407.5 / 714], fit.Fitted), 0, 5e-16);
        Assert.Equal(3, fit.Rank);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Fit_OfRealData_IsTheMinimizer(string name, string file)
    {
        Device device = TestDevice.Open(name);
        JsonElement truth = TruthTable.Json("linear", file);
        string[] features = truth.Strings("features");
        Dictionary<string, double[]> table = TruthTable.Csv("data", truth.GetProperty("dataset").GetString()!);
        double[] raw = TruthTable.Rows(table, features);
        double[] targets = TruthTable.Rows(table, truth.Strings("targets"));
        double[] mean = truth.Numbers("feature_mean");
        double[] deviation = truth.Numbers("feature_sd_population");
        double[] zscored = [.. raw.Select((value, i) => (value - mean[i % features.Length]) / deviation[i % features.Length])];

        JsonElement ols = truth.GetProperty("ols");
        Check("raw, intercept", ols.GetProperty("raw_intercept"), new LinearRegression(device).Fit(raw, features.Length, targets, cancellationToken: Token), true);
        Check("raw, none", ols.GetProperty("raw_no_intercept"), new LinearRegression(device, Intercept.None).Fit(raw, features.Length, targets, cancellationToken: Token), false);
        Check("z-scored, intercept", ols.GetProperty("zscored_intercept"), new LinearRegression(device).Fit(zscored, features.Length, targets, cancellationToken: Token), true);
        double[] fitted = [.. ols.GetProperty("raw_intercept_fitted_first5")[0].EnumerateArray().Select(value => value.GetDouble())];
        Assert.InRange(TruthTable.Difference(fitted, new LinearRegression(device).Fit(raw, features.Length, targets, cancellationToken: Token).Fitted[..5]), 0, 1e-14);
        foreach (JsonElement ridge in truth.GetProperty("ridge").EnumerateArray())
        {
            double penalty = ridge.GetProperty("lambda").GetDouble();
            Check($"λ = {penalty}, raw, free", ridge.GetProperty("raw_intercept_unpenalised"), Ridge(raw, Intercept.Free), true);
            Check($"λ = {penalty}, raw, penalised", ridge.GetProperty("raw_intercept_penalised"), Ridge(raw, Intercept.Penalized), true);
            Check($"λ = {penalty}, raw, none", ridge.GetProperty("raw_no_intercept"), Ridge(raw, Intercept.None), false);
            Check($"λ = {penalty}, z-scored, free", ridge.GetProperty("zscored_intercept_unpenalised"), Ridge(zscored, Intercept.Free), true);
            Check($"λ = {penalty}, z-scored, penalised", ridge.GetProperty("zscored_intercept_penalised"), Ridge(zscored, Intercept.Penalized), true);

            LinearFit Ridge(double[] inputs, Intercept intercept) => new RidgeRegression(device, penalty, intercept).Fit(inputs, features.Length, targets, cancellationToken: Token);
        }

        void Check(string what, JsonElement expected, LinearFit fit, bool hasIntercept)
        {
            JsonElement target = expected[0];
            double[] coefficients = target.Numbers("coef");
            double[] parameters = hasIntercept ? [target.GetProperty("intercept").GetDouble(), .. coefficients] : coefficients;
            double difference = TruthTable.Difference(parameters, fit.Parameters(hasIntercept));
            double objective = Relative(target.GetProperty("objective").GetDouble(), fit.Objective[0]);
            double rSquared = Relative(target.GetProperty("r2").GetDouble(), fit.RSquared[0]);
            output.WriteLine($"{file}, {what}: {difference:E1}, objective {objective:E1}, R² {rSquared:E1}; {fit.Method}");
            Assert.InRange(difference, 0, 2e-15);
            Assert.InRange(objective, 0, 5e-15);
            Assert.InRange(rSquared, 0, 5e-15);
            Assert.Equal(parameters.Length, fit.Rank);
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OfLongley_IsTheExactSolution(string name)
    {
        double[] expected = TruthTable.Json("nist", "Longley").GetProperty("exact_rational_rounded_to_17_digits").Numbers("coef");
        Dictionary<string, double[]> table = TruthTable.Csv("nist", "Longley");
        LinearFit fit = new LinearRegression(TestDevice.Open(name)).Fit(TruthTable.Rows(table, ["x1", "x2", "x3", "x4", "x5", "x6"]), 6, table["y"], cancellationToken: Token);
        AssertDigits(expected, fit.Parameters(true));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OfNistPolynomials_IsTheExactSolution(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (string file in new[] { "Norris", "Pontius", "NoInt1", "Wampler1", "Wampler2" })
        {
            JsonElement truth = TruthTable.Json("nist", file);
            bool hasIntercept = truth.GetProperty("intercept").GetBoolean();
            Dictionary<string, double[]> table = TruthTable.Csv("nist", file);
            LinearFit fit = new PolynomialRegression(device, truth.GetProperty("degree").GetInt32(), hasIntercept ? Intercept.Free : Intercept.None).Fit(table["x"], table["y"], cancellationToken: Token);
            AssertDigits(truth.GetProperty("exact_rational_rounded_to_17_digits").Numbers("coef"), fit.Parameters(hasIntercept));
        }
    }

    // The exact solutions are those of the decimal data; rounding the data to binary64, before a fit sees them, moves them by up to 10⁻¹³.
    private void AssertDigits(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Relative(expected[i], actual[i]);
            output.WriteLine($"{expected[i]:R} {actual[i]:R} {difference:E1}");
            Assert.InRange(difference, 0, 2e-13);
        }
    }

    private static double Relative(double expected, double actual) => Math.Abs(expected - actual) / Math.Abs(expected);

    private static string[] Digits(double[] values) => [.. values.Select(value => value.ToString("G14", CultureInfo.InvariantCulture))];
}
