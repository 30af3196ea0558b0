using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>Mistakes in what a device executes turn the library's own tests of it red.</summary>
public sealed partial class CudaMutationTests
{
    [Fact]
    public void MultiplyAdd_RoundedTwice_GivesOtherWeights()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80) { Rewrite = RoundTwice };
        Assert.False(GoldenTrainings.Tiny.Run(driver.Open()).Ok);
    }

    [Fact]
    public void Barrier_Removed_IsFoundInATraining()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80) { Rewrite = ptx => BarrierPattern().Replace(ptx, "") };
        Device device = driver.Open();
        Assert.Contains("has a data race", Assert.Throws<StandInMisuse>(() => GoldenTrainings.Tiny.Run(device)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bound_OffByOne_IsFoundInATraining()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80) { Rewrite = ptx => ptx.Replace("setp.ge.s64", "setp.gt.s64", StringComparison.Ordinal) };
        Device device = driver.Open();
        Assert.Contains("where nothing is", Assert.Throws<StandInMisuse>(() => GoldenTrainings.Tiny.Run(device)).Message, StringComparison.Ordinal);
    }

    /// <summary>A text whose multiply-adds are two operations.</summary>
    internal static string RoundTwice(string ptx) => FmaPattern().Replace(ptx, "mul.rn.f32 $1, $2, $3;\n\tadd.rn.f32 $1, $1, $4;");

    [GeneratedRegex(@"fma\.rn\.f32 (%f\d+), ([^,]+), ([^,]+), ([^;]+);")]
    private static partial Regex FmaPattern();

    [GeneratedRegex(@"bar\.sync\s+0;")]
    private static partial Regex BarrierPattern();
}
