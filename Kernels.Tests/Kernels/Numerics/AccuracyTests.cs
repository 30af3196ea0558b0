namespace NeuralGpu.Tests;

/// <summary>The functions' errors are what docs/accuracy.md says.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    /// <summary>A prime beside that of the agreement tests, so that other inputs are met; about 4.2 million of all patterns.</summary>
    private const uint Stride = 1031;

    // Above the largest error and the mean error over all inputs of the domain (docs/accuracy.md).
    private static readonly Dictionary<string, (double Max, double Mean)> Bounds = new()
    {
        ["exp"] = (1.05, 0.034),
        ["log"] = (0.84, 0.251),
        ["sigmoid"] = (2.41, 0.041),
        ["tanh"] = (1.46, 0.017),
        ["log(1+x) on [0, 1]"] = (1.2, 0.07),
        ["1/x"] = (0.5, 0.25),
        ["sqrt"] = (0.5, 0.2501),
    };

    public static TheoryData<string> Functions => [.. Bounds.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Error_OverStridedPatterns_IsWithinTheBounds(string name)
    {
        ExactFunction function = ExactFunction.Named(name);
        UlpStatistics statistics = Measure(function, function.Last == uint.MaxValue ? Stride : 257);
        output.WriteLine($"{name}: {statistics}");
        Assert.InRange(statistics.Max, 0, Bounds[name].Max);
        Assert.InRange(statistics.Mean, 0, Bounds[name].Mean);
    }

    /// <summary>The largest error allowed.</summary>
    internal static double MaxBound(string name) => Bounds[name].Max;

    private static UlpStatistics Measure(ExactFunction function, uint stride)
    {
        var statistics = new UlpStatistics();
        var results = new float[TestInputs.Block];
        long left = TestInputs.WalkLength(function.Last, stride);
        foreach (float[] x in TestInputs.Walk(0, function.Last, stride))
        {
            function.Forms[^1].Run(x, x, results);
            for (int i = 0; i < x.Length && left > 0; i++, left--)
                statistics.Add(x[i], results[i], function.Reference(x[i], x[i]));
        }
        return statistics;
    }
}
