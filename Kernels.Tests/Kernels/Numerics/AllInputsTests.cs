namespace NeuralGpu.Tests;

/// <summary>Every one of the 2³² inputs: the figures of docs/accuracy.md. Minutes for each function, so only with NEURALGPU_LONG_TESTS=1.</summary>
public sealed class AllInputsTests(ITestOutputHelper output)
{
    private const int Parts = 64;

    [Theory]
    [MemberData(nameof(AccuracyTests.Functions), MemberType = typeof(AccuracyTests))]
    public void WidestForms_OfEveryInput_EqualTheScalarFormWithinTheBound(string name)
    {
        if (Environment.GetEnvironmentVariable("NEURALGPU_LONG_TESTS") != "1")
            Assert.Skip("not run: set NEURALGPU_LONG_TESTS=1");
        ExactFunction function = ExactFunction.Named(name);
        var parts = new UlpStatistics[Parts];
        ulong count = (ulong)function.Last + 1;
        Parallel.For(0, Parts, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
            parts[part] = Measure(function, (uint)(count * (ulong)part / Parts), (uint)((count * (ulong)(part + 1) / Parts) - 1)));

        // The parts in their order, so that the mean's roundings do not depend on the threads.
        var statistics = new UlpStatistics();
        foreach (UlpStatistics part in parts)
            statistics.Merge(part);
        output.WriteLine($"{name}: {statistics}");
        Assert.InRange(statistics.Max, 0, AccuracyTests.MaxBound(name));
    }

    private static UlpStatistics Measure(ExactFunction function, uint first, uint last)
    {
        var statistics = new UlpStatistics();
        var expected = new float[TestInputs.Block];
        var actual = new float[TestInputs.Block];
        long left = (long)last - first + 1;
        foreach (float[] x in TestInputs.Walk(first, last, 1))
        {
            function.Scalar(x, x, expected);
            foreach ((string form, Action<float[], float[], float[]> run) in function.Forms.Where(form => form.Name.EndsWith("Vector512", StringComparison.Ordinal)))
            {
                run(x, x, actual);
                Bits.AssertSame($"{function.Name} in {form}", x, x, expected, actual);
            }
            for (int i = 0; i < x.Length && left > 0; i++, left--)
                statistics.Add(x[i], actual[i], function.Reference(x[i], x[i]));
        }
        return statistics;
    }
}
