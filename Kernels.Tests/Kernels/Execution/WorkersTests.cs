using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Run_ManyTimes_DoesEveryPartOnce(int count)
    {
        using var workers = new Workers(count);
        for (int run = 0; run < 5000; run++)
        {
            int parts = (run % (count + 1)) + 1;
            var job = new CountJob { Counts = new int[count] };
            workers.Run(ref job, parts);
            Assert.Equal(Math.Min(parts, count), job.Counts.Sum());
            Assert.All(job.Counts, times => Assert.InRange(times, 0, 1));
        }
    }

    [Fact]
    public void Run_OfAnAction_DoesEveryPartOnce()
    {
        using var workers = new Workers(3);
        for (int run = 0; run < 100; run++)
        {
            int[] counts = new int[5];
            workers.Run(5, (part, parts) =>
            {
                Assert.Equal(3, parts);
                Interlocked.Increment(ref counts[part]);
            });
            Assert.Equal([1, 1, 1, 0, 0], counts);
        }
        Assert.Throws<ArgumentNullException>(() => workers.Run(2, null!));
    }

    [Fact]
    public void Run_PartThatFails_TellsTheCallerAndGoesOn()
    {
        using var workers = new Workers(3);
        for (int run = 0; run < 50; run++)
        {
            var failing = new FailingJob();
            AggregateException exception = Assert.Throws<AggregateException>(() => workers.Run(ref failing, 3));
            Assert.Equal("part 1 failed", exception.InnerException!.Message);
            var job = new CountJob { Counts = new int[3] };
            workers.Run(ref job, 3);
            Assert.Equal(3, job.Counts.Sum());
        }
    }

    [Fact]
    public void Run_AfterDispose_IsRefused()
    {
        var workers = new Workers(2);
        workers.Dispose();
        var job = new CountJob { Counts = new int[2] };
        Assert.Throws<ObjectDisposedException>(() => workers.Run(ref job, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Workers_CountOutOfRange_IsRefused(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(count));

    private struct CountJob : IParallelJob
    {
        public int[] Counts;

        public readonly void Invoke(int part, int parts) => Interlocked.Increment(ref Counts[part]);
    }

    private struct FailingJob : IParallelJob
    {
        public readonly void Invoke(int part, int parts)
        {
            if (part == 1)
                throw new InvalidOperationException("part 1 failed");
        }
    }
}
