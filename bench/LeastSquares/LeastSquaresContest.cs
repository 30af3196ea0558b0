namespace NeuralGpu.Bench;

/// <summary>Least squares on random data in memory against numpy, scipy, MathNet.Numerics and libtorch: the same sizes, in turn.</summary>
internal static class LeastSquaresContest
{
    private static readonly (long Rows, int Features)[] Sizes = [(1_000_000, 100), (20_000, 1_000), (100_000, 10), (1_000, 100)];

    /// <summary>The verb least-squares.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ContestSetting.OptionNames, ["--json"]);
        using var setting = new ContestSetting(options, [PeerProgram.Numpy, PeerProgram.TorchSharp, PeerProgram.PyTorch, PeerProgram.MathNet], otherwise: "numpy,torchsharp,pytorch", rounds: 5);
        PeerProcess? numpy = setting.Peers.FirstOrDefault(peer => peer.Name == PeerProgram.Numpy.Name);
        Contestant[] columns = [new("ours, refined", "Precision.Auto; the first column is Precision.Double"), .. setting.Contestants, .. numpy is null ? [] : new[] { new Contestant("scipy lstsq", numpy.Version) }];
        new Contest($"Least squares with an intercept, fp64, on {setting.InWords}", Unit.Seconds, columns, Sizes.Select(size => Measure(setting, numpy, size.Rows, size.Features)))
            .Write(output, options.Has("--json"));
    }

    private static ContestRow Measure(ContestSetting setting, PeerProcess? numpy, long rows, int features)
    {
        SampleSource samples = new MadeUpSamples(rows, features).InMemory();
        Func<double> refined = Turn(setting.Device, samples, Precision.Auto);
        (double ours, IReadOnlyList<double?> peers) = Turns.Measure(
            setting.Rounds,
            Turn(setting.Device, samples, Precision.Double),
            [() => refined(), .. setting.PeerTurns($"least-squares {rows} {features}")]);
        // By itself, because numpy keeps one task's data at a time.
        double? lstsq = numpy is null ? null : Turns.Median(setting.Rounds, () => numpy.Ask($"lstsq {rows} {features}"));
        return new ContestRow($"{rows} × {features}", 1, ours, numpy is null ? peers : [.. peers, lstsq]);
    }

    private static Func<double> Turn(Device device, SampleSource samples, Precision precision)
    {
        var solver = new LeastSquaresSolver(device, new LeastSquaresOptions { Precision = precision });
        solver.Solve(samples);
        return () =>
        {
            double start = Turns.Now();
            solver.Solve(samples);
            return Turns.Now() - start;
        };
    }
}
