using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Paths of penalties, how one is chosen, and minimum-norm solutions.</summary>
public sealed class LeastSquaresRidgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Solve_OfReferenceSets_HasTwelveDigitsForEveryPenalty(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (string file in new[] { "diabetes", "iris_petal_width", "auto_mpg" })
        {
            JsonElement truth = TruthTable.Json("linear", file);
            string[] features = truth.Strings("features");
            Dictionary<string, double[]> table = TruthTable.Csv("data", truth.GetProperty("dataset").GetString()!);
            SampleSource samples = SampleSource.FromArrays(TruthTable.Rows(table, features), features.Length, TruthTable.Rows(table, truth.Strings("targets")), featureNames: features);
            JsonElement[] ridge = [.. truth.GetProperty("ridge").EnumerateArray()];
            double[] penalties = [.. ridge.Select(fit => fit.GetProperty("lambda").GetDouble())];
            foreach ((Intercept intercept, string property) in new[] { (Intercept.Free, "raw_intercept_unpenalised"), (Intercept.Penalized, "raw_intercept_penalised"), (Intercept.None, "raw_no_intercept") })
            {
                LeastSquaresResult result = new LeastSquaresSolver(device, new() { Intercept = intercept, Penalties = penalties }).Solve(samples, token: Token);
                Assert.Equal(penalties, result.Path.Select(fit => fit.Penalty));
                for (int i = 0; i < penalties.Length; i++)
                    AssertCoefficients(ridge[i].GetProperty(property)[0], result.Path[i].Targets[0], intercept);
                Assert.Same(result.Path[0].Targets[0], result.Targets[0]);
                Assert.Equal(result.Targets[0].Coefficients.Select(coefficient => coefficient.Value), intercept == Intercept.None ? result.Model.Coefficients : [.. result.Model.Intercepts, .. result.Model.Coefficients]);
            }
            AssertCoefficients(truth.GetProperty("ols").GetProperty("raw_intercept")[0], new LeastSquaresSolver(device, new()).Solve(samples, token: Token).Targets[0], Intercept.Free);
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Solve_OfReferencePolynomials_HasTwelveDigits(string name)
    {
        foreach (string file in new[] { "iris_petal_length", "auto_mpg_horsepower" })
        {
            JsonElement truth = TruthTable.Json("poly", file);
            Dictionary<string, double[]> table = TruthTable.Csv("data", truth.GetProperty("dataset").GetString()!);
            double[] x = table[truth.GetProperty("x").GetString()!];
            SampleSource samples = SampleSource.FromArrays(x, 1, table[truth.GetProperty("y").GetString()!], featureNames: ["x"]);
            foreach (JsonElement expected in truth.GetProperty("degrees").EnumerateArray())
            {
                int degree = expected.GetProperty("degree").GetInt32();
                LeastSquaresResult result = new LeastSquaresSolver(TestDevice.Open(name), new() { Degree = degree }).Solve(samples, token: Token);
                Assert.InRange(TruthTable.Difference(expected.Numbers("coef_raw"), [.. result.Targets[0].Coefficients.Select(coefficient => coefficient.Value)]), 0, 1e-12);
                Assert.Equal(["intercept", .. Enumerable.Range(1, degree).Select(k => k == 1 ? "x" : $"x^{k}")], result.Targets[0].Coefficients.Select(coefficient => coefficient.Name));
                double[] fitted = [.. result.PredictionIntervals(x[..5]).Select(prediction => prediction.Fit)];
                Assert.InRange(TruthTable.Difference(expected.Numbers("fitted_first5"), fitted), 0, 1e-12);
            }
        }
    }

    [Fact]
    public void Solve_GeneralizedCrossValidation_TakesTheSmallestScore()
    {
        (double[] inputs, double[] targets) = Noisy(60, 6, 5);
        double[] penalties = [1e-4, 1e-3, 1e-2, 0.1, 1, 10];
        LeastSquaresResult result = Solve(inputs, 6, targets, new() { Penalties = penalties, PenaltyChoice = PenaltyChoice.GeneralizedCrossValidation });
        foreach (PenaltyFit fit in result.Path)
        {
            TargetFit target = fit.Targets[0];
            double score = 60 * target.ResidualSumOfSquares / (target.ResidualDegreesOfFreedom * target.ResidualDegreesOfFreedom);
            Assert.Equal(score, target.Score, 1e-12 * score);
        }
        Assert.Equal(result.Path.Min(fit => fit.Targets[0].Score), result.Targets[0].Score);
        // More shrinkage, fewer effective parameters, a larger sum of squares.
        Assert.Equal(result.Path.Select(fit => fit.Targets[0].ResidualDegreesOfFreedom).Order(), result.Path.Select(fit => fit.Targets[0].ResidualDegreesOfFreedom));
        Assert.Equal(result.Path.Select(fit => fit.Targets[0].ResidualSumOfSquares).Order(), result.Path.Select(fit => fit.Targets[0].ResidualSumOfSquares));
        Assert.NotEqual(result.Path[0].Targets[0].Score, result.Targets[0].Score);
        Assert.NotEqual(result.Path[^1].Targets[0].Score, result.Targets[0].Score);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(7, true)]
    public void Solve_KFold_HasTheErrorsOfFittingTheOtherFolds(int folds, bool isWeighted)
    {
        const int Rows = 61;
        (double[] inputs, double[] targets) = Noisy(Rows, 4, 6);
        double[]? weights = isWeighted ? [.. Enumerable.Range(0, Rows).Select(i => 0.5 + (i % 3))] : null;
        double[] penalties = [1e-3, 0.1, 10];
        var options = new LeastSquaresOptions { Penalties = penalties, PenaltyChoice = PenaltyChoice.KFold, Folds = folds, Seed = 5 };
        LeastSquaresResult result = Solve(inputs, 4, targets, options, weights);
        int[] foldOf = FoldsOf(Rows, folds, 5);
        for (int i = 0; i < penalties.Length; i++)
        {
            double error = 0;
            for (int fold = 0; fold < folds; fold++)
            {
                int[] others = [.. Enumerable.Range(0, Rows).Where(row => foldOf[row] != fold)];
                LinearModel model = Solve([.. others.SelectMany(row => inputs[(4 * row)..((4 * row) + 4)])], 4, [.. others.Select(row => targets[row])], new() { Penalties = [penalties[i]] }, isWeighted ? [.. others.Select(row => weights![row])] : null).Model;
                foreach (int row in Enumerable.Range(0, Rows).Where(row => foldOf[row] == fold))
                {
                    double difference = targets[row] - model.Predict(inputs[(4 * row)..((4 * row) + 4)])[0];
                    error += (isWeighted ? weights![row] : 1) * difference * difference;
                }
            }
            error /= isWeighted ? weights!.Sum() : Rows;
            Assert.Equal(error, result.Path[i].Targets[0].Score, 1e-10 * error);
        }
        Assert.Equal(result.Path.Min(fit => fit.Targets[0].Score), result.Targets[0].Score);
    }

    [Fact]
    public void Solve_SeveralTargets_ChooseEachTheirOwnPenalty()
    {
        (double[] inputs, double[] first) = Noisy(60, 6, 5);
        var random = new Random(8);
        double[] targets = [.. first.SelectMany(value => new[] { value, random.NextDouble() })];
        LeastSquaresResult result = new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Penalties = [1e-4, 1e-2, 1, 100], PenaltyChoice = PenaltyChoice.GeneralizedCrossValidation })
            .Solve(SampleSource.FromArrays(inputs, 6, targets, 2), token: Token);
        Assert.True(result.Targets[0].Penalty < result.Targets[1].Penalty);
        for (int target = 0; target < 2; target++)
            Assert.Equal(result.Targets[target].Coefficients.Skip(1).Select(coefficient => coefficient.Value), result.Model.Coefficients.Where((_, i) => i % 2 == target));
    }

    [Theory]
    [InlineData(Intercept.Free)]
    [InlineData(Intercept.None)]
    public void Solve_DuplicateColumnsOfMinimumNorm_ShareTheirCoefficient(Intercept intercept)
    {
        // y = 4a + 5b (+ 7); with a twice and b three times, and b's copies doubled: 2 + 2, and 5/(1 + 4 + 4) times 1, 2, 2.
        double[] a = [1, 2, 4, 7, 11, 16];
        double[] b = [3, 1, 4, 1, 5, 9];
        double constant = intercept == Intercept.Free ? 7 : 0;
        double[] inputs = [.. Enumerable.Range(0, 6).SelectMany(i => new[] { a[i], b[i], a[i], 2 * b[i], 2 * b[i] })];
        double[] targets = [.. Enumerable.Range(0, 6).Select(i => constant + (4 * a[i]) + (5 * b[i]))];
        foreach (string device in new[] { "cpu", "opencl" })
        {
            LeastSquaresResult result = new LeastSquaresSolver(TestDevice.Open(device), new() { Intercept = intercept, RankDeficiency = RankDeficiency.MinimumNorm }).Solve(SampleSource.FromArrays(inputs, 5, targets), token: Token);
            TargetFit fit = result.Targets[0];
            double[] expected = [2, 5 / 9.0, 2, 10 / 9.0, 10 / 9.0];
            for (int j = 0; j < 5; j++)
                Assert.Equal(expected[j], result.Model.Coefficients[j], 1e-14);
            Assert.Equal(constant, result.Model.Intercepts[0], 1e-13);
            Assert.Equal(intercept == Intercept.Free ? 3 : 2, fit.Rank);
            Assert.Equal(6 - fit.Rank, fit.ResidualDegreesOfFreedom);
            Assert.Equal(double.NaN, fit.Coefficients[0].StandardError);
            Assert.Contains("minimum norm", fit.Method, StringComparison.Ordinal);
            Assert.Equal(fit.Rank, result.Leverage(SampleSource.FromArrays(inputs, 5, targets), Token).Sum(), 1e-12);
        }
    }

    [Fact]
    public void Solve_FewerRowsThanColumnsOfMinimumNorm_IsXTransposedTimesTheDualSolution()
    {
        // w = Xᵀ(XXᵀ)⁻¹y for X = [1 2 3; 0 1 1], y = (14, 5): XXᵀ = [14 5; 5 2], its inverse [2 −5; −5 14]/3, α = (1, 0), w = (1, 2, 3).
        LeastSquaresResult result = new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Intercept = Intercept.None, RankDeficiency = RankDeficiency.MinimumNorm }).Solve(SampleSource.FromArrays([1, 2, 3, 0, 1, 1], 3, [14, 5]), token: Token);
        Assert.Equal([1, 2, 3], result.Model.Coefficients);
        Assert.Equal((2, 0), (result.Targets[0].Rank, result.Targets[0].ResidualDegreesOfFreedom));
        Assert.Equal(0, result.Targets[0].ResidualSumOfSquares, 1e-30);
    }

    [Fact]
    public void Solve_IndependentColumnsOfMinimumNorm_AreLeastSquares()
    {
        (double[] inputs, double[] targets) = Noisy(60, 6, 5);
        LeastSquaresResult plain = Solve(inputs, 6, targets, new());
        LeastSquaresResult shortest = Solve(inputs, 6, targets, new() { RankDeficiency = RankDeficiency.MinimumNorm });
        Assert.Equal(plain.Model.Coefficients, shortest.Model.Coefficients);
        Assert.Equal(plain.Targets[0].Coefficients[1].StandardError, shortest.Targets[0].Coefficients[1].StandardError);
    }

    [Theory]
    [InlineData(Precision.Single, 1e-6)]
    [InlineData(Precision.Double, 1e-13)]
    [InlineData(Precision.DoubleDouble, 0)]
    public void Solve_InAnyPrecision_KeepsWhatItPromises(Precision precision, double tolerance)
    {
        (double[] inputs, double[] targets) = Noisy(3000, 6, 5);
        LeastSquaresResult expected = Solve(inputs, 6, targets, new());
        LeastSquaresResult actual = Solve(inputs, 6, targets, new() { Precision = precision });
        Assert.InRange(TruthTable.Difference(expected.Model.Coefficients, actual.Model.Coefficients), 0, tolerance);
        Assert.Equal(expected.Targets[0].ResidualStandardDeviation, actual.Targets[0].ResidualStandardDeviation, Math.Max(1e-14, tolerance));
        Assert.Equal(precision == Precision.DoubleDouble ? 2 : 1, actual.Passes);
        Assert.Contains(precision switch { Precision.Single => "binary32, not refined", Precision.Double => "binary64, not refined", _ => "double-double;" }, actual.Targets[0].Method, StringComparison.Ordinal);
    }

    private static void AssertCoefficients(JsonElement expected, TargetFit fit, Intercept intercept)
    {
        double[] coefficients = expected.Numbers("coef");
        double[] all = intercept == Intercept.None ? coefficients : [expected.GetProperty("intercept").GetDouble(), .. coefficients];
        Assert.InRange(TruthTable.Difference(all, [.. fit.Coefficients.Select(coefficient => coefficient.Value)]), 0, 1e-12);
    }

    private static LeastSquaresResult Solve(double[] inputs, int features, double[] targets, LeastSquaresOptions options, double[]? weights = null)
        => new LeastSquaresSolver(TestDevice.Open("cpu"), options).Solve(SampleSource.FromArrays(inputs, features, targets, weights: weights), token: Token);

    private static (double[] Inputs, double[] Targets) Noisy(int rows, int features, int seed)
    {
        var random = new Random(seed);
        double[] inputs = [.. Enumerable.Range(0, rows * features).Select(_ => random.NextDouble() - 0.5)];
        double[] targets = [.. Enumerable.Range(0, rows).Select(row => 2 + inputs[row * features] - (0.5 * inputs[(row * features) + 1]) + (2 * (random.NextDouble() - 0.5)))];
        return (inputs, targets);
    }

    // The contract's draw: each run of as many rows as there are folds is a shuffle of the folds.
    private static int[] FoldsOf(int rows, int folds, ulong seed)
    {
        var foldOf = new int[rows];
        for (int first = 0; first < rows; first += folds)
        {
            int[] order = [.. Enumerable.Range(0, folds)];
            for (int i = 0; i < folds - 1; i++)
            {
                uint bits = Kernels.Philox4x32.Draw(seed, 7, 0, (ulong)(first + i));
                int other = i + (int)(((ulong)bits * (ulong)(folds - i)) >> 32);
                (order[i], order[other]) = (order[other], order[i]);
            }
            for (int i = 0; i < folds && first + i < rows; i++)
                foldOf[first + i] = order[i];
        }
        return foldOf;
    }
}
