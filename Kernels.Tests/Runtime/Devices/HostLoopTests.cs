using System.Collections.Concurrent;

namespace NeuralGpu.Tests;

/// <summary>How many threads the host uses beside a device.</summary>
public sealed class HostLoopTests
{
    [Fact]
    public void Run_OnOneThread_StaysOnTheCallersThread()
    {
        using Device device = Device.Open("cpu", 1);
        var threads = new ConcurrentBag<int>();

        device.HostLoop.Run(100, _ => threads.Add(Environment.CurrentManagedThreadId));
        device.HostLoop.Run(100, () => 0, (_, _) => threads.Add(Environment.CurrentManagedThreadId));

        Assert.Equal(200, threads.Count);
        Assert.Equal([Environment.CurrentManagedThreadId], threads.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_OnSomeThreads_HasNeverMoreAtOnce(int threads)
    {
        using Device device = Device.Open("cpu", threads);
        int running = 0;
        var seen = new ConcurrentBag<int>();

        device.HostLoop.Run(60, _ => Work());
        device.HostLoop.Run(60, () => 0, (_, _) => Work());

        Assert.InRange(seen.Max(), 1, threads);

        void Work()
        {
            seen.Add(Interlocked.Increment(ref running));
            Thread.Sleep(1);
            Interlocked.Decrement(ref running);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_Pieces_DoesEachOnceWithMemoryOfItsOwn(int threads)
    {
        using Device device = Device.Open("cpu", threads);
        var done = new ConcurrentBag<int>();

        device.HostLoop.Run(50, done.Add);
        device.HostLoop.Run(50, () => new int[1], (i, own) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref own[0]));
            done.Add(50 + i);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref own[0]);
        });

        Assert.Equal(Enumerable.Range(0, 100), done.Order());
    }
}
