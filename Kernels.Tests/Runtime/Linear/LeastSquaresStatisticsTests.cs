using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>What a statistician asks of a fit, against 50-digit arithmetic, on every device.</summary>
public sealed class LeastSquaresStatisticsTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement Truth = TruthTable.Json("linear", "statistics");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Solve_OfAFewRows_HasEveryStatistic(string name)
    {
        foreach (JsonElement expected in Truth.GetProperty("cases").EnumerateArray())
        {
            double penalty = expected.GetProperty("lambda").GetDouble();
            bool hasIntercept = expected.GetProperty("intercept").GetBoolean();
            LeastSquaresResult result = Solve(TestDevice.Open(name), expected);
            TargetFit fit = result.Targets[0];
            Assert.Equal(hasIntercept ? ["intercept", "distance", "weekday"] : ["distance", "weekday"], fit.Coefficients.Select(coefficient => coefficient.Name));
            AssertClose(expected.Numbers("coef"), fit.Coefficients.Select(coefficient => coefficient.Value));
            AssertClose(Number("df"), fit.ResidualDegreesOfFreedom);
            AssertClose(Number("rss"), fit.ResidualSumOfSquares);
            AssertClose(Number("residual_sd"), fit.ResidualStandardDeviation);
            AssertClose(Number("r2"), fit.RSquared);
            AssertClose(Number("adjusted_r2"), fit.AdjustedRSquared);
            AssertClose(expected.Numbers("leverage"), result.Leverage(Samples(expected), Token));
            AssertClose(Number("df"), result.Samples - result.Leverage(Samples(expected), Token).Sum());
            Assert.Equal(penalty, fit.Penalty);
            Assert.Equal(fit.Coefficients.Count, fit.Rank);
            if (penalty == 0)
                AssertErrors(expected, result);
            else
                AssertNoErrors(result);

            double Number(string property) => expected.GetProperty(property).GetDouble();
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(61)]
    [InlineData(150)]
    public void StandardErrors_OfManyCoefficients_AreTheRootsOfTheCovariancesDiagonal(int features)
    {
        var random = new Random(features);
        double[] inputs = [.. Enumerable.Range(0, 300 * features).Select(_ => random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays(inputs, features, targets), token: Token).Targets[0];
        double[] covariance = fit.Covariance();
        AssertClose(Enumerable.Range(0, features + 1).Select(k => Math.Sqrt(covariance[k * (features + 2)])), fit.Coefficients.Select(coefficient => coefficient.StandardError));
    }

    [Theory]
    [InlineData(20, Precision.Auto)]
    [InlineData(300, Precision.Double)]
    [InlineData(300, Precision.Single)]
    public void Result_AfterTheMemoryOfItsSolutionIsUsedAgain_IsStillTheSame(int features, Precision precision)
    {
        const int Rows = 700;
        var solver = new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Precision = precision });
        SampleSource samples = Samples(71);
        double[] row = [.. Enumerable.Range(0, features).Select(j => j / (double)features)];
        LeastSquaresResult fresh = solver.Solve(samples, token: Token);
        double[] covariance = fresh.Targets[0].Covariance();
        PredictionInterval interval = fresh.PredictionIntervals(row)[0];
        double[] leverages = [.. fresh.Leverage(samples, Token)];
        LeastSquaresResult late = solver.Solve(samples, token: Token);
        for (int seed = 72; seed < 75; seed++)
            solver.Solve(Samples(seed), token: Token);
        Assert.Equal(covariance, late.Targets[0].Covariance());
        Assert.Equal(interval, late.PredictionIntervals(row)[0]);
        Assert.Equal(leverages, late.Leverage(samples, Token));

        SampleSource Samples(int seed)
        {
            var random = new Random(seed);
            return SampleSource.FromArrays([.. Enumerable.Range(0, Rows * features).Select(_ => random.NextDouble())], features, [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())]);
        }
    }

    [Fact]
    public void Solve_WithoutDegreesOfFreedom_HasNoErrors()
    {
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays([1, 2], 1, [3, 5]), token: Token).Targets[0];
        Assert.Equal([1, 2], fit.Coefficients.Select(coefficient => coefficient.Value));
        Assert.Equal((0, 1), (fit.ResidualDegreesOfFreedom, fit.RSquared));
        Assert.All([fit.ResidualStandardDeviation, fit.AdjustedRSquared, fit.Coefficients[0].StandardError, fit.Coefficients[0].P, fit.Coefficients[1].Lower], value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Solve_ConstantTarget_HasNoRSquared()
    {
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays([1, 2, 4], 1, [0.1, 0.1, 0.1]), token: Token).Targets[0];
        Assert.Equal((0.1, 0, double.NaN), (fit.Coefficients[0].Value, fit.Coefficients[1].Value, fit.RSquared));
    }

    [Fact]
    public void ConditionNumber_OfTwoCorrelatedColumns_IsThatOfTheirCorrelation()
    {
        // Columns (1, 1, 0, 0) and (1, 0, 1, 0) about their means have the correlation 0; with (3, 1, 0, 0)/… it is ρ, and the condition number √((1 + ρ)/(1 − ρ)).
        double[] a = [3, 1, 0, 0, -2];
        double[] b = [2, 2, 0, -1, -3];
        double meanA = a.Average();
        double meanB = b.Average();
        double correlation = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
        double[] inputs = [.. a.Zip(b, (x, y) => new[] { x, 1e6 * y }).SelectMany(row => row)];
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays(inputs, 2, [1, 4, 2, 3, 5]), token: Token).Targets[0];
        double expected = Math.Sqrt((1 + correlation) / (1 - correlation));
        Assert.InRange(fit.ConditionNumber, expected * 0.999, expected * 1.000001);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(400)]
    public void ConditionNumber_OfEquallyCorrelatedColumns_IsTheKnownOne(int features)
    {
        // Columns √(1 − ρ)·qⱼ + √ρ·q₀ with orthonormal q: correlations of ρ, eigenvalues 1 − ρ and 1 − ρ + dρ. The q are rows of a Hadamard matrix but the first, so that their mean is 0.
        const int Rows = 512;
        const double Correlation = 0.9;
        double[] inputs = [.. Enumerable.Range(0, Rows * features).Select(at => (Math.Sqrt(1 - Correlation) * Sign(2 + (at % features), at / features)) + (Math.Sqrt(Correlation) * Sign(1, at / features)))];
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 7))];
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays(inputs, features, targets), token: Token).Targets[0];
        double expected = Math.Sqrt(1 + (features * Correlation / (1 - Correlation)));
        Assert.InRange(fit.ConditionNumber, expected * 0.999, expected * 1.000001);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(140)]
    public void ConditionNumber_OfPairsOfDifferentCorrelations_IsThatOfTheClosest(int pairs)
    {
        // Columns q and ρq + √(1 − ρ²)·q′: eigenvalues 1 ± ρ, all different.
        const int Rows = 512;
        double[] inputs = new double[Rows * 2 * pairs];
        for (int row = 0; row < Rows; row++)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                double correlation = Correlation(pair);
                double first = Sign((2 * pair) + 1, row);
                inputs[(((row * pairs) + pair) * 2) + 0] = first;
                inputs[(((row * pairs) + pair) * 2) + 1] = (correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * Sign((2 * pair) + 2, row));
            }
        }
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 7))];
        TargetFit fit = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(SampleSource.FromArrays(inputs, 2 * pairs, targets), token: Token).Targets[0];
        double expected = Math.Sqrt((1 + Correlation(pairs - 1)) / (1 - Correlation(pairs - 1)));
        Assert.InRange(fit.ConditionNumber, expected * 0.997, expected * 1.000001);

        double Correlation(int pair) => 0.99 * (pair + 1) / pairs;
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public void ResidualSumOfSquares_FromTheGramMatrix_IsTheRefinedOne(int features)
    {
        const int Rows = 400;
        var random = new Random(77);
        double[] inputs = [.. Enumerable.Range(0, Rows * features).Select(_ => random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => inputs[row * features] + random.NextDouble())];
        SampleSource samples = SampleSource.FromArrays(inputs, features, targets);
        double refined = new LeastSquaresSolver(TestDevice.Open("cpu"), new()).Solve(samples, token: Token).Targets[0].ResidualSumOfSquares;
        double direct = new LeastSquaresSolver(TestDevice.Open("cpu"), new() { Precision = Precision.Double }).Solve(samples, token: Token).Targets[0].ResidualSumOfSquares;
        Assert.Equal(refined, direct, 1e-9 * refined);
    }

    // An element of a Hadamard matrix.
    private static int Sign(int row, int column) => int.IsEvenInteger(int.PopCount(row & column)) ? 1 : -1;

    private static LeastSquaresResult Solve(Device device, JsonElement expected)
    {
        double penalty = expected.GetProperty("lambda").GetDouble();
        var options = new LeastSquaresOptions
        {
            Intercept = !expected.GetProperty("intercept").GetBoolean() ? Intercept.None : expected.GetProperty("free").GetBoolean() ? Intercept.Free : Intercept.Penalized,
            Penalties = penalty > 0 ? [penalty] : [],
            ConfidenceLevel = Truth.GetProperty("confidence").GetDouble(),
        };
        return new LeastSquaresSolver(device, options).Solve(Samples(expected), token: Token);
    }

    private static SampleSource Samples(JsonElement expected)
    {
        double[]? weights = expected.GetProperty("weights").ValueKind == JsonValueKind.Null ? null : expected.Numbers("weights");
        return SampleSource.FromArrays(Truth.Numbers("inputs"), 2, Truth.Numbers("targets"), weights: weights, featureNames: Truth.Strings("features"));
    }

    private static void AssertErrors(JsonElement expected, LeastSquaresResult result)
    {
        TargetFit fit = result.Targets[0];
        AssertClose(expected.Numbers("se"), fit.Coefficients.Select(coefficient => coefficient.StandardError));
        AssertClose(expected.Numbers("t"), fit.Coefficients.Select(coefficient => coefficient.T));
        AssertClose(expected.Numbers("p"), fit.Coefficients.Select(coefficient => coefficient.P));
        AssertClose(expected.Numbers("lower"), fit.Coefficients.Select(coefficient => coefficient.Lower));
        AssertClose(expected.Numbers("upper"), fit.Coefficients.Select(coefficient => coefficient.Upper));
        AssertClose(expected.Numbers("covariance"), fit.Covariance());
        PredictionInterval[] predictions = [.. result.PredictionIntervals(Truth.Numbers("new"))];
        AssertClose(
            expected.GetProperty("prediction").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble())),
            predictions.SelectMany(one => new[] { one.Fit, one.MeanLower, one.MeanUpper, one.Lower, one.Upper }));
    }

    private static void AssertNoErrors(LeastSquaresResult result)
    {
        Assert.All(result.Targets[0].Coefficients, coefficient => Assert.Equal(double.NaN, coefficient.StandardError));
        Assert.All(result.Targets[0].Covariance(), element => Assert.Equal(double.NaN, element));
        PredictionInterval prediction = result.PredictionIntervals([3.5, 1])[0];
        AssertClose(result.Model.Predict([3.5, 1])[0], prediction.Fit);
        Assert.Equal((double.NaN, double.NaN), (prediction.MeanLower, prediction.Upper));
    }

    private static void AssertClose(double expected, double actual) => AssertClose([expected], [actual]);

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] found = [.. actual];
        double[] wanted = [.. expected];
        Assert.Equal(wanted.Length, found.Length);
        for (int i = 0; i < wanted.Length; i++)
            Assert.InRange(Math.Abs(found[i] - wanted[i]), 0, Tolerance * Math.Abs(wanted[i]));
    }
}
