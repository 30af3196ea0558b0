using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuralGpu.Bench;

/// <summary>Bodies timed in turn, so that a busy or throttled machine hits all alike.</summary>
internal static partial class Turns
{
    // A turn is repeated to at least this long, so that the clock's grain and the wake-up of threads do not count.
    private const double TurnSeconds = 0.02;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    // A turn comes after others' turns and pauses: without calls before it that are not timed, waking up would be most of what is measured of a body of few milliseconds (half of the speed of a copy of 64 MB).
    private static readonly TimeSpan ReturnTime = TimeSpan.FromMilliseconds(20);

    // clock_gettime's CLOCK_PROCESS_CPUTIME_ID.
    private const int ProcessorClock = 2;

    /// <summary>Counts the processor's time instead of the wall's: what a machine that others use can still compare, with one thread.</summary>
    public static bool UsesProcessorTime { get; set; }

    /// <summary>Median seconds of a body and of its peer in this process; 0 for a peer that is not there.</summary>
    /// <param name="rounds">Turns of each.</param>
    /// <param name="ours">The one.</param>
    /// <param name="peer">The other.</param>
    /// <param name="prepare">What goes before every single call, untimed.</param>
    public static (double Ours, double Peer) Measure(int rounds, Action ours, Action? peer, Action? prepare = null)
    {
        Func<double> turn = Of(ours, prepare);
        Func<double>? peerTurn = peer is null ? null : Of(peer, prepare);
        (double seconds, IReadOnlyList<double?> peers) = Measure(rounds, turn, () => peerTurn?.Invoke());
        return (seconds, peers[0] ?? 0);
    }

    /// <summary>Median seconds of ours and of each of the peers; null for a peer that gives none.</summary>
    /// <param name="rounds">Turns of each.</param>
    /// <param name="ours">One turn of ours: seconds a call.</param>
    /// <param name="peers">One turn each.</param>
    public static (double Ours, IReadOnlyList<double?> Peers) Measure(int rounds, Func<double> ours, params IReadOnlyList<Func<double?>> peers)
    {
        var times = new double[rounds];
        var peerTimes = new List<double>[peers.Count];
        for (int i = 0; i < peers.Count; i++)
            peerTimes[i] = [];
        for (int round = 0; round < rounds; round++)
        {
            times[round] = ours();
            for (int i = 0; i < peers.Count; i++)
            {
                if (peers[i]() is not { } seconds)
                    continue;
                peerTimes[i].Add(seconds);
                Thread.Sleep(OpenBlas.SpinTime);
            }
        }
        return (Median(times), [.. peerTimes.Select(list => list.Count == 0 ? (double?)null : Median(list))]);
    }

    /// <summary>Median seconds of a body alone; null when it gives none.</summary>
    public static double? Median(int rounds, Func<double?> turn)
    {
        double[] times = [.. Enumerable.Range(0, rounds).Select(_ => turn()).OfType<double>()];
        return times.Length == 0 ? null : Median(times);
    }

    /// <summary>Warms a body up and finds how often a turn must call it.</summary>
    /// <param name="action">The body.</param>
    /// <param name="prepare">What goes before every single call, untimed.</param>
    /// <param name="finish">What ends every turn, timed: the wait for what the calls have queued.</param>
    /// <param name="warmUp">How long to warm up; by itself long enough for the just-in-time compiler to replace its first code.</param>
    /// <returns>One turn: seconds a call.</returns>
    public static Func<double> Of(Action action, Action? prepare = null, Action? finish = null, TimeSpan? warmUp = null)
    {
        long start = Stopwatch.GetTimestamp();
        do
            Time(action, prepare, finish, 1);
        while (Stopwatch.GetElapsedTime(start) < (warmUp ?? WarmUpTime));
        int repetitions = (int)Math.Clamp(TurnSeconds / Time(action, prepare, finish, 1), 1, 100_000);
        return () => Time(action, prepare, finish, repetitions);
    }

    /// <summary>The middle one, or the mean of the two.</summary>
    public static double Median(IReadOnlyCollection<double> times)
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

    /// <summary>Seconds a call; calls go before, untimed, to bring threads, caches and the clock of cores that slept back.</summary>
    private static double Time(Action action, Action? prepare, Action? finish, int repetitions)
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            prepare?.Invoke();
            action();
            finish?.Invoke();
        }
        while (Stopwatch.GetElapsedTime(begin) < ReturnTime);
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
