namespace NeuralGpu.Bench;

/// <summary>What every contest is told on the command line: the device, the threads, the rounds, the clock and the peers.</summary>
internal sealed class ContestSetting : IDisposable
{
    private readonly List<PeerProcess> peers = [];

    /// <param name="options">What was typed.</param>
    /// <param name="able">The peers that can do this.</param>
    /// <param name="otherwise">What --peers is when it is not given.</param>
    /// <param name="rounds">Turns of each when that is not said.</param>
    public ContestSetting(Options options, IReadOnlyList<PeerProgram> able, string otherwise, int rounds)
    {
        Turns.UsesProcessorTime = options.Choice("--clock", "wall", "processor") == "processor";
        Threads = options.Count("--threads", Environment.ProcessorCount);
        Rounds = options.Count("--rounds", rounds);
        IReadOnlyList<PeerProgram> chosen = Chosen(options.Text("--peers", otherwise), able);
        Device = Device.Open(options.Text("--device", "cpu"), Threads);
        foreach (PeerProgram program in chosen)
        {
            PeerProcess peer = PeerProcess.Start(program, Threads, Device.Info.Kind == DeviceKind.Cuda);
            peers.Add(peer);
            if (peer.Version is null)
                Console.Error.WriteLine($"{peer.Name} is not measured: {peer.Reason}");
        }
    }

    /// <summary>The options that this reads.</summary>
    public static IReadOnlyList<string> OptionNames { get; } = ["--device", "--threads", "--rounds", "--clock", "--peers"];

    public Device Device { get; }

    public int Threads { get; }

    public int Rounds { get; }

    public IReadOnlyList<PeerProcess> Peers => peers;

    /// <summary>The peers as columns.</summary>
    public IReadOnlyList<Contestant> Contestants => [.. peers.Select(peer => new Contestant(peer.Name, peer.Version))];

    /// <summary>The device, the threads and how often, for a title.</summary>
    public string InWords => $"{Device.Info.Name}; working threads: {Threads}{(Turns.UsesProcessorTime ? ", processor time" : "")}, medians of {Rounds} rounds in turn";

    /// <summary>One turn of each peer at a task.</summary>
    public IReadOnlyList<Func<double?>> PeerTurns(string request) => [.. peers.Select(peer => (Func<double?>)(() => peer.Ask(request)))];

    public void Dispose()
    {
        foreach (PeerProcess peer in peers)
            peer.Dispose();
        Device.Dispose();
    }

    private static IReadOnlyList<PeerProgram> Chosen(string text, IReadOnlyList<PeerProgram> able)
    {
        if (text == "all")
            return able;
        if (text == "none")
            return [];
        return [.. text.Split(',').Select(name => able.FirstOrDefault(program => program.Name == name)
            ?? throw new ArgumentException($"--peers must be all, none or some of {string.Join(", ", able.Select(program => program.Name))}, with commas between them, not '{text}'."))];
    }
}
