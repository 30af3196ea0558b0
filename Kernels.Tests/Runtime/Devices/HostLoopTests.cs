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
    [InlineData(2)]
    [InlineData(3)]
    public void Run_OnSomeThreads_HasThemAndNoMore(int threads)
    {
        using Device device = Device.Open("cpu", threads);
        ThreadPool.GetMinThreads(out int workers, out int ports);
        // As many as there are pieces would come at once if they were not held back.
        Assert.True(ThreadPool.SetMinThreads(16, ports));
        try
        {
            Assert.Equal(threads, MostAtOnce(work => device.HostLoop.Run(40, _ => work())));
            Assert.Equal(threads, MostAtOnce(work => device.HostLoop.Run(40, () => 0, (_, _) => work())));
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
        }

        int MostAtOnce(Action<Action> run)
        {
            using var meeting = new CountdownEvent(threads);
            int begun = 0;
            int running = 0;
            var seen = new ConcurrentBag<int>();
            run(() =>
            {
                seen.Add(Interlocked.Increment(ref running));
                // The first pieces wait for each other, so that a busy machine has them at once too.
                if (Interlocked.Increment(ref begun) <= threads)
                    meeting.Signal();
                meeting.Wait(TimeSpan.FromSeconds(30));
                Thread.Sleep(10);
                Interlocked.Decrement(ref running);
            });
            return seen.Max();
        }
    }

    [Fact]
    public void Solve_LargeSystem_DoesItsHostWorkInSuchLoops()
    {
        using Device device = Device.Open("cpu", 1);
        const int Features = 300;
        var random = new Random(1);
        double[] inputs = [.. Enumerable.Range(0, 2 * Features * Features).Select(_ => random.NextDouble())];
        double[] targets = [.. Enumerable.Range(0, 2 * Features).Select(_ => random.NextDouble())];

        LeastSquaresResult result = new LeastSquaresSolver(device, new()).Solve(SampleSource.FromArrays(inputs, Features, targets), token: TestContext.Current.CancellationToken);

        Assert.Equal(Features + 1, result.Targets[0].Coefficients.Count);
        // The factor's triangle, the condition number, the residual squares and the standard errors.
        Assert.Equal(4, device.HostLoop.Loops);
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
