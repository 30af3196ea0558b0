using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

public class DeviceTests
{
    [Fact]
    public void List_Always_HasTheCpuAndOneDefault()
    {
        IReadOnlyList<DeviceInfo> devices = Device.List();
        DeviceInfo cpu = Assert.Single(devices, device => device.Kind == DeviceKind.Cpu);
        Assert.True(cpu.Usable);
        Assert.True(cpu.MemoryBytes > 0);
        Assert.Single(devices, device => device.IsDefault);
        Assert.All(devices, device => Assert.Equal(device.Usable, device.Reason is null));
        // OpenCL on a CPU works, but is never the default.
        Assert.DoesNotContain(devices, device => device is { Kind: DeviceKind.OpenCL, IsDefault: true } && device.Name.StartsWith("cpu", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_NotThere_ListsWhatIs()
    {
        DeviceUnavailableException exception = Assert.Throws<DeviceUnavailableException>(() => Device.Open("cpu:7"));
        Assert.Contains("cpu:7", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Available: ", exception.Message, StringComparison.Ordinal);
        if (!CudaAPI.CurrentAPI.IsSupported && !NativeLibrary.TryLoad(NativeLibraries.CudaDriver, out _))
            Assert.Contains(NativeLibraries.CudaDriver, Assert.Throws<DeviceUnavailableException>(() => Device.Open(DeviceKind.Cuda)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cpu:")]
    [InlineData("cpu:-1")]
    [InlineData("cpu:0:0")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void Parse_NoDevicesName_SaysWhatNamesThereAre(string name)
        => Assert.Contains("auto, cuda, opencl or cpu", Assert.Throws<ArgumentException>(() => DeviceName.Parse(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData("OpenCL:2", DeviceKind.OpenCL, 2)]
    [InlineData("cpu:0", DeviceKind.Cpu, 0)]
    public void Parse_DevicesName_GivesKindAndIndex(string name, DeviceKind kind, int index) => Assert.Equal((kind, index), DeviceName.Parse(name));

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1025)]
    public void Open_ThreadsOutOfRange_IsRefused(int threads) => Assert.Throws<ArgumentOutOfRangeException>(() => Device.Open(DeviceKind.Cpu, threads: threads));

    [Fact]
    public void OpenBest_EnvironmentVariable_Chooses()
    {
        string? before = Environment.GetEnvironmentVariable(Device.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(Device.EnvironmentVariable, "cpu");
            using Device device = Device.OpenBest(threads: 3);
            Assert.Equal(DeviceKind.Cpu, device.Info.Kind);
            Assert.Equal(3, device.Threads);
            Environment.SetEnvironmentVariable(Device.EnvironmentVariable, "cpu:9");
            Assert.Throws<DeviceUnavailableException>(() => Device.OpenBest());
            Environment.SetEnvironmentVariable(Device.EnvironmentVariable, "toaster");
            Assert.Throws<ArgumentException>(() => Device.OpenBest());
        }
        finally
        {
            Environment.SetEnvironmentVariable(Device.EnvironmentVariable, before);
        }
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    [InlineData("simulator")]
    public void SelfTest_EveryDevice_GivesTheExpectedHash(string name) => Assert.Equal(SelfTest.Expected, SelfTest.Run(TestDevice.Open(name)));

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void SelfTest_OfADeviceThatHasPassed_IsNotRunAgain(string name)
    {
        Device device = TestDevice.Open(name);
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            long before = device.Target.Launches;
            SelfTest.Require(device, folder.FullName);
            long once = device.Target.Launches;
            Assert.True(once > before);
            SelfTest.Require(device, folder.FullName);
            Assert.Equal(once, device.Target.Launches);
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void SelfTest_WithoutAFolderForTheUsersData_RemembersInOneThatIsMadeAndNeverInTheWorkingFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not run: XDG_DATA_HOME is Linux's");
        DirectoryInfo parent = Directory.CreateTempSubdirectory();
        string? before = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        try
        {
            string missing = Path.Combine(parent.FullName, "share");
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", missing);
            Assert.Equal(Path.Combine(missing, "neuralgpu", "self-test"), SelfTest.Folder);
            Device.Open("cpu").Dispose();
            Assert.Single(Directory.GetFiles(SelfTest.Folder!));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", before);
            parent.Delete(recursive: true);
        }
    }

    [Fact]
    public void Allocate_MoreThanTheDeviceHas_SaysHowMuchWasAskedFor()
    {
        Device device = TestDevice.Open("opencl");
        DeviceMemoryException exception = Assert.Throws<DeviceMemoryException>(() => device.AllocateFloats(1L << 40));
        Assert.Contains("4194304.0 MB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_Twice_IsHarmless()
    {
        Device device = Device.Open(DeviceKind.Cpu);
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.AllocateFloats(1));
    }
}
