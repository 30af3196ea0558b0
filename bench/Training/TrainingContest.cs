namespace NeuralGpu.Bench;

/// <summary>Epochs and training steps of networks against libtorch, PyTorch and scikit-learn.</summary>
internal static class TrainingContest
{
    /// <summary>The verb epoch.</summary>
    public static void Epoch(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, [.. ContestSetting.OptionNames, "--network", "--activation", "--batch", "--samples"], ["--json"]);
        int batch = options.Count("--batch", 128);
        int samples = options.Count("--samples", 60_000);
        NetworkShape network = Shape(options);
        using var setting = new ContestSetting(options, [PeerProgram.TorchSharp, PeerProgram.PyTorch, PeerProgram.ScikitLearn], otherwise: "all", rounds: 5);
        var contest = new Contest(
            $"One epoch on {setting.InWords}",
            Unit.Seconds,
            setting.Contestants,
            Rows(setting, $"{network.Name}, batch {batch}, {samples} samples", $"epoch {network.Name} {batch} {samples}", network.EpochTurn(setting.Device, batch, samples)));
        contest.Write(output, options.Has("--json"));
    }

    /// <summary>The verb step: an epoch of so many batches, divided by their number.</summary>
    public static void Step(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, [.. ContestSetting.OptionNames, "--network", "--activation", "--batch", "--steps"], ["--json"]);
        int batch = options.Count("--batch", 128);
        int steps = options.Count("--steps", 64);
        NetworkShape network = Shape(options);
        using var setting = new ContestSetting(options, [PeerProgram.TorchSharp, PeerProgram.PyTorch], otherwise: "all", rounds: 5);
        Func<double> epoch = network.EpochTurn(setting.Device, batch, checked(batch * steps));
        var contest = new Contest(
            $"One training step, the mean over {steps}, on {setting.InWords}",
            Unit.Milliseconds,
            setting.Contestants,
            Rows(setting, $"{network.Name}, batch {batch}", $"step {network.Name} {batch}", () => epoch() / steps))
        {
            Notes = ["Ours has the gathering of each batch's rows in it; the peers compute one batch again and again."],
        };
        contest.Write(output, options.Has("--json"));
    }

    private static NetworkShape Shape(Options options) => NetworkShape.Parse(options.Text("--network", "784-512-256-10"), options.Text("--activation", "sigmoid"));

    private static IEnumerable<ContestRow> Rows(ContestSetting setting, string name, string request, Func<double> turn)
    {
        // Once for the just-in-time compiler.
        turn();
        (double ours, IReadOnlyList<double?> peers) = Turns.Measure(setting.Rounds, turn, setting.PeerTurns(request));
        yield return new ContestRow(name, 1, ours, peers);
    }
}
