namespace NeuralGpu.Tests;

public sealed class HostBufferTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void CopyTo_AllElements_ArriveWhenTheStreamIsWaitedFor(string name)
    {
        Device device = TestDevice.Open(name);
        int before = device.LiveBuffers;
        const int Count = 5000;
        using (HostBuffer<int> host = device.AllocateHostInts(Count))
        using (DeviceBuffer<int> copy = device.AllocateInts(Count))
        {
            for (int round = 1; round <= 2; round++)
            {
                for (int i = 0; i < Count; i++)
                    host.Elements[i] = round * i;
                host.CopyTo(copy, device.Copies);
                device.Copies.Synchronize();
                var values = new int[Count];
                copy.Download(values);
                Assert.Equal(Enumerable.Range(0, Count).Select(i => round * i), values);
            }
        }
        Assert.Equal(before, device.LiveBuffers);
    }

    [Fact]
    public void Elements_AfterDispose_AreRefused()
    {
        HostBuffer<int> host = TestDevice.Open("cpu").AllocateHostInts(3);
        host.Dispose();
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => host.Elements.Length);
    }

    [Fact]
    public void AllocateHostInts_OnCuda_LocksPagesOfItsOwnAndUnlocksThem()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80);
        Device device = driver.Open();
        Assert.Throws<InvalidOperationException>(() => device.FreeingOnFailure<int>(() =>
        {
            device.AllocateHostInts(3);
            device.AllocateHostInts(3);
            throw new InvalidOperationException();
        }));
        Assert.Equal(2, driver.Calls.OfType<DriverCall.PageLock>().Count());
        Assert.Equal(2, driver.Calls.OfType<DriverCall.PageUnlock>().Count());
    }
}
