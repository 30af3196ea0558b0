namespace NeuralGpu.Tests;

/// <summary>Finding and opening CUDA devices as a user does, with a stand-in for the driver.</summary>
public sealed class CudaDeviceTests : IDisposable
{
    private const string DataHome = "XDG_DATA_HOME";

    private static readonly string[] SelfTestLaunches = ["SelfTestFunctions", "Gemm BiasActivation<Tanh>"];

    private readonly string? dataHome = Environment.GetEnvironmentVariable(DataHome);
    private readonly string? asked = Environment.GetEnvironmentVariable(Device.EnvironmentVariable);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    // A name of its own: passed self-tests are remembered by it.
    private readonly StandInDevice device = StandInDevice.Sm90 with { Name = $"sm_90 {Guid.NewGuid()}" };

    public CudaDeviceTests()
    {
        Environment.SetEnvironmentVariable(DataHome, folder.FullName);
        Environment.SetEnvironmentVariable(Device.EnvironmentVariable, null);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataHome, dataHome);
        Environment.SetEnvironmentVariable(Device.EnvironmentVariable, asked);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void OpenBest_WithACudaDevice_TestsItOnceAndTakesIt()
    {
        using var driver = new StandInDriver(device);
        using (Device first = Device.OpenBest())
            Assert.Equal((DeviceKind.Cuda, device.Name, "CUDA 12.0"), (first.Info.Kind, first.Info.Name, first.Info.Driver));
        Assert.Equal(SelfTestLaunches, driver.Launches);
        Assert.Equal(0, driver.LiveAllocations);

        using Device second = Device.Open("cuda");
        Assert.Equal(device.Name, second.Info.Name);
        Assert.Equal(SelfTestLaunches, driver.Launches);
    }

    [Fact]
    public void OpenBest_CudaDeviceWithOtherArithmetic_PassesItOverAndSaysWhy()
    {
        using var driver = new StandInDriver(device) { Rewrite = CudaMutationTests.RoundTwice };
        using Device opened = Device.OpenBest();
        Assert.NotEqual(DeviceKind.Cuda, opened.Info.Kind);
        Assert.Contains("fails the self-test", Assert.Single(opened.PassedOver, reason => reason.StartsWith("cuda ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(0, driver.LiveAllocations);
    }

    [Fact]
    public void Open_MoreThanThereAre_SaysHowManyThereAre()
    {
        using var driver = new StandInDriver(device);
        string message = Assert.Throws<DeviceUnavailableException>(() => Device.Open("cuda:1")).Message;
        Assert.Contains("its kind has 1", message, StringComparison.Ordinal);
        Assert.Contains($"cuda ({device.Name})", message, StringComparison.Ordinal);
    }
}
