namespace NeuralGpu.Tests;

/// <summary>Learning rates by hand, and the functions under them against the C library's.</summary>
public class ScheduleTests
{
    [Fact]
    public void At_HandWorked_GivesTheRates()
    {
        Assert.Equal([0.4, 0.4], Rates(Schedule.Constant, 1, 1000));
        Assert.Equal([0.4, 0.2, 0.4 / Math.Sqrt(5)], Rates(Schedule.InverseSqrt, 1, 4, 5));
        Assert.Equal([0.4, 0.1, 0.04], Rates(Schedule.Inverse, 1, 4, 10));
        Assert.Equal([0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1], Rates(Schedule.Step(3, 0.5), 1, 2, 3, 4, 5, 6, 7));
        // T = 4: shares 0, ¼, ½, ¾, 1, and 1 from then on.
        double root = Math.Sqrt(0.5);
        double[] cosine = [0.4, 0.2 * (1 + root), 0.2, 0.2 * (1 - root), 0, 0];
        AssertNear(cosine, Rates(Schedule.Cosine(4), 1, 2, 3, 4, 5, 99));
        AssertNear([0.4, 0.25, 0.1, 0.1], Rates(Schedule.Cosine(2, finalFraction: 0.25), 1, 2, 3, 50));
        // Up in four steps, then as if it began at the fifth update.
        AssertNear([0.1, 0.2, 0.3, 0.4, 0.4, 0.4 / Math.Sqrt(2)], Rates(Schedule.InverseSqrt.WithWarmUp(4), 1, 2, 3, 4, 5, 6));
        AssertNear([0.4, 0.4, 0.2], Rates(Schedule.Cosine(2).WithWarmUp(1), 1, 2, 3));
    }

    [Fact]
    public void At_Late_StaysFinite()
    {
        Schedule[] schedules = [Schedule.Constant, Schedule.InverseSqrt, Schedule.Inverse, Schedule.Step(1, 0.999), Schedule.Cosine(long.MaxValue / 2), Schedule.Cosine(10).WithWarmUp(10)];
        Assert.All(schedules, schedule => Assert.InRange(schedule.At(0.4, long.MaxValue / 4), 0, 0.4));
    }

    [Fact]
    public void OfHalfTurns_Everywhere_IsTheCosine()
    {
        for (int i = 0; i <= 20_000; i++)
        {
            double x = i / 20_000.0;
            Assert.Equal(Math.Cos(Math.PI * x), IeeeCosine.OfHalfTurns(x), 1e-15);
        }
        Assert.Equal(1, IeeeCosine.OfHalfTurns(0));
        Assert.Equal(0, IeeeCosine.OfHalfTurns(0.5));
        Assert.Equal(-1, IeeeCosine.OfHalfTurns(1));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Of_AnyPower_IsThePower(double x)
    {
        foreach (long n in new long[] { 0, 1, 2, 3, 7, 64, 100, 1023, 65_536 })
            Assert.Equal(Math.Pow(x, n), IeeePower.Of(x, n), 1e-11 * Math.Pow(x, n));
        Assert.Equal(x == 1 ? 1 : 0, IeeePower.Of(x, long.MaxValue));
    }

    [Fact]
    public void Schedules_OutOfRange_AreRefusedWithTheReason()
    {
        Refused(() => Schedule.Step(0, 0.5), "at least 1 update between");
        Refused(() => Schedule.Step(1, 0), "factor must lie above 0");
        Refused(() => Schedule.Step(1, 1.01), "factor must lie above 0");
        Refused(() => Schedule.Step(1, double.NaN), "factor must lie above 0");
        Refused(() => Schedule.Cosine(0), "at least 1 update");
        Refused(() => Schedule.Cosine(1, -0.1), "final fraction");
        Refused(() => Schedule.Cosine(1, 1.1), "final fraction");
        Refused(() => Schedule.Cosine(1, double.NaN), "final fraction");
        Refused(() => Schedule.Constant.WithWarmUp(0), "warm-up needs at least 1");

        static void Refused(Func<Schedule> create, string reason)
            => Assert.Contains(reason, Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Always_SaysWhatItIs()
    {
        Assert.Equal("step:100,0.5", $"{Schedule.Step(100, 0.5)}");
        Assert.Equal("warm-up:5 then cosine:10,0.1", $"{Schedule.Cosine(10, 0.1).WithWarmUp(5)}");
    }

    private static double[] Rates(Schedule schedule, params long[] updates) => [.. updates.Select(update => schedule.At(0.4, update))];

    private static void AssertNear(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-15);
    }
}
