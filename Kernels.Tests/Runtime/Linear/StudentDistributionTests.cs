using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Student's t against 40-digit integration of its density.</summary>
public sealed class StudentDistributionTests(ITestOutputHelper output)
{
    private static readonly JsonElement Truth = TruthTable.Json("student", "student_t");

    [Fact]
    public void TwoSided_DownToTinyProbabilities_IsExactToTwelveDigits()
    {
        double worst = 0;
        double worstTiny = 0;
        foreach (JsonElement row in Truth.GetProperty("two_sided_t_df_p").EnumerateArray())
        {
            double expected = row[2].GetDouble();
            double actual = StudentDistribution.TwoSided(row[0].GetDouble(), row[1].GetDouble());
            double difference = Math.Abs((actual - expected) / expected);
            output.WriteLine($"t {row[0]}, df {row[1]}: {actual:R} for {expected:R}, {difference:E1}");
            worst = expected > 1e-30 ? Math.Max(worst, difference) : worst;
            worstTiny = Math.Max(worstTiny, difference);
            Assert.Equal(actual, StudentDistribution.TwoSided(-row[0].GetDouble(), row[1].GetDouble()));
        }
        Assert.InRange(worst, 0, 3e-14);
        Assert.InRange(worstTiny, 0, 3e-13);
    }

    [Fact]
    public void Quantile_OfSeveralProbabilities_IsExactToThirteenDigits()
    {
        foreach (JsonElement row in Truth.GetProperty("quantiles_p_df_t").EnumerateArray())
        {
            double expected = row[2].GetDouble();
            double difference = Math.Abs((StudentDistribution.Quantile(row[0].GetDouble(), row[1].GetDouble()) - expected) / expected);
            output.WriteLine($"p {row[0]}, df {row[1]}: {difference:E1}");
            Assert.InRange(difference, 0, 1e-13);
        }
    }

    [Fact]
    public void TwoSided_AtTheEnds_IsWhatItMustBe()
    {
        Assert.Equal(1, StudentDistribution.TwoSided(0, 5));
        Assert.Equal(0, StudentDistribution.TwoSided(double.PositiveInfinity, 5));
        Assert.Equal(0, StudentDistribution.TwoSided(1e200, 1000));
        Assert.Equal(2 / (Math.PI * 1e200), StudentDistribution.TwoSided(1e200, 1), 1e-213);
        Assert.Equal(double.NaN, StudentDistribution.TwoSided(double.NaN, 5));
        Assert.Equal(double.NaN, StudentDistribution.TwoSided(1, 0));
        Assert.Equal(double.NaN, StudentDistribution.Quantile(0.05, 0));
        Assert.Equal(double.NaN, StudentDistribution.Quantile(1, 5));
    }
}
