using System.Diagnostics;
using System.Globalization;

/// <summary>What the peers in C# share: the protocol of peer.py.</summary>
internal sealed class PeerProgram(string[] arguments)
{
    private const double WarmUpSeconds = 0.5;
    private const double TurnSeconds = 0.02;

    // Calls go before a turn, untimed, until cores that slept have their speed back.
    private const double ReturnSeconds = 0.02;

    /// <summary>How many threads to use.</summary>
    public int Threads { get; } = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;

    private bool UsesProcessorTime { get; } = arguments.ElementAtOrDefault(1) == "processor";

    /// <summary>Says what this is, then answers requests until the input ends.</summary>
    /// <param name="version">What this is.</param>
    /// <param name="tasks">Functions of a request's words that give a turn; the latest turn is kept.</param>
    public static void Serve(string version, IReadOnlyDictionary<string, Func<string[], Func<double>>> tasks)
    {
        Console.WriteLine(version);
        string? latest = null;
        Func<double>? turn = null;
        while (Console.ReadLine() is { } line)
        {
            if (line != latest)
            {
                string[] words = line.Split(' ');
                // Its memory goes before the next one's comes.
                turn = null;
                GC.Collect();
                GC.WaitForPendingFinalizers();
                turn = tasks.TryGetValue(words[0], out Func<string[], Func<double>>? task) ? task(words[1..]) : null;
                latest = line;
            }
            Console.WriteLine(turn is null ? "unknown" : turn().ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A turn of an action: seconds a call.</summary>
    public Func<double> Turn(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        do
            Time(action, 1);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds);
        int repetitions = (int)Math.Clamp(TurnSeconds / Time(action, 1), 1, 100_000);
        return () => Time(action, repetitions);
    }

    /// <summary>A turn of an action that takes long: one call, after one to warm up.</summary>
    public Func<double> LongTurn(Action action)
    {
        action();
        return () => Time(action, 1, warm: false);
    }

    private double Time(Action action, int repetitions, bool warm = true)
    {
        long begin = Stopwatch.GetTimestamp();
        while (warm)
        {
            action();
            warm = Stopwatch.GetElapsedTime(begin).TotalSeconds < ReturnSeconds;
        }
        double start = Now();
        for (int i = 0; i < repetitions; i++)
            action();
        return (Now() - start) / repetitions;
    }

    private double Now() => UsesProcessorTime ? Environment.CpuUsage.TotalTime.TotalSeconds : Stopwatch.GetElapsedTime(0).TotalSeconds;
}
