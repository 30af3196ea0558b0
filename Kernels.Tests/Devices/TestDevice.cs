namespace NeuralGpu.Tests;

/// <summary>The devices that device tests run on, opened once for the whole run.</summary>
/// <remarks>
/// A GPU or an OpenCL device that is not there makes a test "not run", with the reason; with NEURALGPU_REQUIRE_OPENCL=1 a missing OpenCL device is a failure.
/// With NEURALGPU_CUDA_STAND_IN=1 the CUDA device is one of <see cref="StandInDriver"/>, for as long as the process lives: right, but slow.
/// </remarks>
public static class TestDevice
{
    private static readonly Dictionary<string, Device> Opened = [];

    /// <summary>Every device, for theories of tests that are quick everywhere but on the simulator.</summary>
    public static TheoryData<string> All => ["cpu", "opencl", "cuda"];

    /// <summary>Every device and ILGPU's simulator, for tiny cases.</summary>
    public static TheoryData<string> AllAndSimulator => ["cpu", "opencl", "cuda", "simulator"];

    /// <summary>Opens a device, or ends the test as not run.</summary>
    public static Device Open(string name)
    {
        if (Opened.TryGetValue(name, out Device? device))
            return device;
        try
        {
            bool standIn = name == "cuda" && Environment.GetEnvironmentVariable("NEURALGPU_CUDA_STAND_IN") == "1";
            return Opened[name] = standIn ? new StandInDriver(StandInDevice.Sm90 with { MemoryBytes = 1L << 30 }).Open() : Device.Open(name);
        }
        catch (DeviceUnavailableException exception) when (name == "opencl" && Environment.GetEnvironmentVariable("NEURALGPU_REQUIRE_OPENCL") != "1")
        {
            Assert.Skip($"not run: no OpenCL device ({exception.Message})");
            throw;
        }
        catch (DeviceUnavailableException exception) when (name == "cuda")
        {
            Assert.Skip($"not run: no CUDA device ({exception.Message})");
            throw;
        }
    }
}
