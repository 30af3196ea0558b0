namespace NeuralGpu.Tests;

/// <summary>The library's way through the CUDA driver, on a stand-in for it.</summary>
public sealed class CudaPathTests(ITestOutputHelper output)
{
    [Fact]
    public void Tiny()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80, StandInDevice.Sm90);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Device device = driver.Open(1);
        output.WriteLine($"{device.Info} {clock.Elapsed}");
        var result = GoldenTrainings.Tiny.Run(device);
        output.WriteLine($"{clock.Elapsed}");
        output.WriteLine(string.Join("\n", driver.Calls));
        Assert.Equal(result.Expected, result.Sha256);
    }
}
