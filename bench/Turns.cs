using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuralGpu.Bench;

/// <summary>Two bodies timed in turn, so that a busy or throttled machine hits both alike.</summary>
internal static partial class Turns
{
    // A turn is repeated to at least this long, so that the clock's grain and the wake-up of threads do not count.
    private const double TurnSeconds = 0.02;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    // clock_gettime's CLOCK_PROCESS_CPUTIME_ID.
    private const int ProcessorClock = 2;

    /// <summary>Counts the processor's time instead of the wall's: what a machine that others use can still compare, with one thread.</summary>
    public static bool UsesProcessorTime { get; set; }

    /// <summary>Median seconds of each body; 0 for a peer that is not there.</summary>
    /// <param name="rounds">Turns of each.</param>
    /// <param name="ours">The one.</param>
    /// <param name="peer">The other.</param>
    /// <param name="prepare">What goes before every single call, untimed.</param>
    /// <param name="finish">What ends every turn, timed: the wait for what the calls have queued.</param>
    public static (double Ours, double Peer) Measure(int rounds, Action ours, Action? peer, Action? prepare = null, Action? finish = null)
    {
        long start = Stopwatch.GetTimestamp();
        do
            Time(ours, prepare, finish, 1);
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
        int repetitions = (int)Math.Clamp(TurnSeconds / Time(ours, prepare, finish, 1), 1, 100_000);
        var oursTimes = new double[rounds];
        var peerTimes = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            oursTimes[round] = Time(ours, prepare, finish, repetitions);
            if (peer is null)
                continue;
            peerTimes[round] = Time(peer, prepare, finish, repetitions);
            Thread.Sleep(OpenBlas.SpinTime);
        }
        return (Median(oursTimes), Median(peerTimes));
    }

    /// <summary>The middle one, or the mean of the two.</summary>
    public static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Seconds on the clock that is counted.</summary>
    public static double Now()
    {
        if (!UsesProcessorTime)
            return Stopwatch.GetElapsedTime(0).TotalSeconds;
        if (GetTime(ProcessorClock, out TimeSpecification time) != 0)
            throw new InvalidOperationException("This system has no clock for the processor's time.");
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    /// <summary>Seconds a call; one more call goes before, untimed, to bring threads and caches back.</summary>
    private static double Time(Action action, Action? prepare, Action? finish, int repetitions)
    {
        prepare?.Invoke();
        action();
        finish?.Invoke();
        double seconds = 0;
        double start = Now();
        for (int i = 0; i < repetitions; i++)
        {
            if (prepare is not null)
            {
                seconds += Now() - start;
                prepare();
                start = Now();
            }
            action();
        }
        finish?.Invoke();
        return (seconds + Now() - start) / repetitions;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpecification time);

    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
