namespace NeuralGpu.Bench;

/// <summary>How the time and the device memory of a fit grow with the width and the depth of its network, the batch and the samples.</summary>
internal sealed class TrainingGrowth(Device device)
{
    private const int Features = 64;
    private const int Classes = 10;
    private const int Width = 256;
    private const int Depth = 2;
    private const int Batch = 128;
    private const int Samples = 4096;

    // A fit is measured again until this is spent, or so often.
    private const double SecondsAPoint = 2;
    private const int MostRounds = 3;

    /// <summary>The verb growth.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--threads", "--only"], ["--json"]);
        string only = options.Choice("--only", "all", "width", "depth", "batch", "samples");
        using Device device = Device.Open(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount));
        var growth = new TrainingGrowth(device);
        // Once for the just-in-time compiler.
        growth.Measure(1, Width, Depth, Batch, Samples);
        IEnumerable<GrowthSeries> series = growth.All().Where(named => only == "all" || named.Name == only).Select(named => named.Measure());
        if (options.Has("--json"))
        {
            Json.Write(output, GrowthDocument.Of(device, [.. series]));
            return;
        }
        output.WriteLine($"Training by plain SGD on {device.Info.Name}{(device.Threads > 0 ? $"; working threads: {device.Threads}" : "")}: {Features} features, hidden layers of ReLU, {Classes} classes");
        output.WriteLine();
        foreach (GrowthSeries measured in series)
            measured.Write(output);
    }

    private IEnumerable<(string Name, Func<GrowthSeries> Measure)> All()
    {
        yield return ("width", () => Series("width", $"{Depth} hidden layers, batch {Batch}, {Samples} samples", [64, 128, 256, 512, 1024, 2048, 4096], width => Measure(width, width, Depth, Batch, Samples)));
        yield return ("depth", () => Series("depth", $"hidden layers of {Width}, batch {Batch}, {Samples} samples", [1, 2, 4, 8], depth => Measure(depth, Width, depth, Batch, Samples)));
        yield return ("batch", () => Series("batch", $"{Depth} hidden layers of {Width}, {Samples} samples", [16, 64, 256, 1024, 4096], batch => Measure(batch, Width, Depth, batch, Samples)));
        yield return ("samples", () => Series("samples", $"{Depth} hidden layers of {Features}, batch {Batch}", [1000, 10_000, 100_000, 1_000_000], samples => Measure(samples, Features, Depth, Batch, samples)));
    }

    private static GrowthSeries Series(string name, string others, IReadOnlyList<int> sizes, Func<int, GrowthPoint> measure)
        => new(name, others, [.. sizes.Select(measure)]);

    private GrowthPoint Measure(long size, int width, int depth, int batch, int samples)
    {
        var network = new NetworkShape([Features, .. Enumerable.Repeat(width, depth), Classes], Activation.Relu);
        long predicted = new Trainer(device, new TrainingOptions { BatchSize = batch }).MemoryOf(network.Widths, new DatasetShape(samples)).Total;
        Func<double> epoch = network.EpochTurn(device, batch, samples);
        long before = device.TakenBytes;
        device.ForgetPeak();
        double least = double.PositiveInfinity;
        double start = Turns.Now();
        for (int round = 0; round < MostRounds && (round == 0 || Turns.Now() - start < SecondsAPoint); round++)
            least = Math.Min(least, epoch());
        return new GrowthPoint(size, samples, least, predicted, device.PeakBytes - before);
    }
}
