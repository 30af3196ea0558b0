using System.Diagnostics;

namespace NeuralGpu.Tests;

/// <summary>Copies between the host's arrays and a device's memory.</summary>
public class DeviceBufferTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Allocate_OnTheHost_BeginsAtALineAndHoldsAll(int count)
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> floats = device.AllocateFloats(count);
        using DeviceBuffer<double> doubles = device.AllocateDoubles(count);
        using DeviceBuffer<int> ints = device.AllocateInts(count);
        Assert.Equal(0, floats.View().Address % 64);
        Assert.Equal(0, doubles.View().Address % 64);
        Assert.Equal((count, count, count), (floats.HostElements.Length, doubles.HostElements.Length, ints.HostElements.Length));
        float[] values = [.. Enumerable.Range(0, count).Select(i => i + 0.5f)];
        floats.Upload(values);
        var back = new float[count];
        floats.Download(back);
        Assert.Equal(values, back);
        floats.Clear();
        Assert.All(floats.HostElements.ToArray(), value => Assert.Equal(0f, value));
    }

    // A compacting collection moves arrays; a copy to an array that is not pinned would then go where the array was.
    [Theory]
    [MemberData(nameof(Devices))]
    public void CopyTo_WhileTheCollectorMovesArrays_ReachesTheArray(string name)
    {
        const int Count = 700;
        Device device = TestDevice.Open(name);
        using DeviceBuffer<float> buffer = device.AllocateFloats(Count);
        float[] values = [.. Enumerable.Range(1, Count).Select(i => (float)i)];
        buffer.Upload(values);
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                // Short-lived arrays between those in use leave holes, so that there is something to move.
                for (int i = 0; i < 50; i++)
                    GC.KeepAlive(new byte[1000]);
                GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
                // Else the other thread would hardly run.
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            // By time: a collection takes the longer the more threads there are to stop.
            long start = Stopwatch.GetTimestamp();
            for (int round = 0; Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2); round++)
            {
                GC.KeepAlive(new byte[3000]);
                var destination = new float[Count];
                buffer.View().CopyTo(destination, Count);
                Assert.True(destination.AsSpan().SequenceEqual(values), $"round {round}: the copy did not arrive");
                var first = new float[Count];
                values.CopyTo(first, 0);
                buffer.UploadFirst(first, Count);
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }
}
