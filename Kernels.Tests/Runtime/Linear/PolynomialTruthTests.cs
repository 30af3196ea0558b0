using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Polynomial regression against solutions in 80-digit arithmetic and published fits, on every device.</summary>
public sealed class PolynomialTruthTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OfEveryDegree_IsTheMinimizer(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (string file in new[] { "iris_petal_length", "auto_mpg_horsepower" })
        {
            JsonElement truth = TruthTable.Json("poly", file);
            Dictionary<string, double[]> table = TruthTable.Csv("data", truth.GetProperty("dataset").GetString()!);
            double[] x = table[truth.GetProperty("x").GetString()!];
            double[] y = table[truth.GetProperty("y").GetString()!];
            double[] z = [.. x.Select(value => (value - truth.GetProperty("x_mean").GetDouble()) / truth.GetProperty("x_sd_population").GetDouble())];
            foreach (JsonElement expected in truth.GetProperty("degrees").EnumerateArray())
            {
                int degree = expected.GetProperty("degree").GetInt32();
                LinearFit raw = new PolynomialRegression(device, degree).Fit(x, y, cancellationToken: Token);
                Check($"{file} degree {degree}, raw", expected.Numbers("coef_raw"), raw.Parameters(true), 5e-15);
                Check($"{file} degree {degree}, z", expected.Numbers("coef_z"), new PolynomialRegression(device, degree).Fit(z, y, cancellationToken: Token).Parameters(true), 5e-15);
                Check($"{file} degree {degree}, fitted", expected.Numbers("fitted_first5"), raw.Fitted[..5], 5e-15);
                Check($"{file} degree {degree}, loss", [expected.GetProperty("cost_1_over_2n").GetDouble()], raw.Loss, 5e-15);
                Check($"{file} degree {degree}, R²", [expected.GetProperty("r2").GetDouble()], raw.RSquared, 5e-15);
                foreach (JsonProperty ridge in expected.GetProperty("ridge_z_coef_intercept_unpenalised").EnumerateObject())
                {
                    double penalty = double.Parse(ridge.Name, CultureInfo.InvariantCulture);
                    LinearFit fit = new PolynomialRegression(device, degree, penalty, Intercept.Free).Fit(z, y, cancellationToken: Token);
                    Check($"{file} degree {degree}, z, λ = {penalty}", [.. ridge.Value.EnumerateArray().Select(value => value.GetDouble())], fit.Parameters(true), 5e-15);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Fit_OfWorkedExamples_HasTheExactCoefficients(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (JsonElement example in TruthTable.Json("worked", "curve_fits").GetProperty("curve_fits").EnumerateArray().Where(example => example.GetProperty("degree").GetInt32() > 0))
        {
            bool hasIntercept = !example.TryGetProperty("through_origin", out _);
            var trainer = new PolynomialRegression(device, example.GetProperty("degree").GetInt32(), hasIntercept ? Intercept.Free : Intercept.None);
            LinearFit fit = trainer.Fit(example.Numbers("x"), example.Numbers("y"), cancellationToken: Token);
            Check(example.GetProperty("id").GetString()!, example.Numbers("exact"), fit.Parameters(hasIntercept), 5e-15);
        }
    }

    [Fact]
    public void Powers_OfValues_PredictWhatWasFitted()
    {
        double[] x = [-1, 0, 1, 2, 3];
        double[] y = [.. x.Select(value => 2 - value + (3 * value * value))];
        LinearFit fit = new PolynomialRegression(TestDevice.Open("cpu"), 2).Fit(x, y, cancellationToken: Token);
        Assert.Equal([2.0, -1, 3], fit.Parameters(true));
        Assert.Equal([4.0, 16, 5, 25], PolynomialFeatures.Powers([4, 5], 2));
        Assert.Equal([46.0, 72], fit.Model.Predict(PolynomialFeatures.Powers([4, 5], 2)));
        Assert.Equal(0, fit.Loss[0]);
        Assert.Equal(1, fit.RSquared[0]);
    }

    private void Check(string what, double[] expected, double[] actual, double tolerance)
    {
        double difference = TruthTable.Difference(expected, actual);
        output.WriteLine($"{what}: {difference:E1}");
        Assert.True(difference <= tolerance, $"{what}: {difference:E1} is more than {tolerance:E1}.");
    }
}
