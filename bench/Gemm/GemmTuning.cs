using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Every plan of the GPU's Gemm over a list of shapes on one device, beside what the library's table chooses.</summary>
internal sealed class GemmTuning(Device device, int rounds, TextWriter output)
{
    // Of the products that the table's rates are of: enough for the tile loop to be all that counts.
    private const int Terms = 1024;
    private const int GroupsForRate = 16;

    /// <summary>The verb tune.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--rounds", "--shapes", "--clock"]);
        Turns.UsesProcessorTime = options.Choice("--clock", "wall", "processor") == "processor";
        IReadOnlyList<GemmShape> shapes = options.Choice("--shapes", "all", "small") == "all" ? GemmShape.ForTiles : GemmShape.Small;
        using Device device = Device.Open(options.Text("--device", "cuda"));
        new GemmTuning(device, options.Count("--rounds", 5), output).Run(shapes);
    }

    // Prints the rates of every plan, and the table's new figures.
    private void Run(IReadOnlyList<GemmShape> shapes)
    {
        ILGPU.Runtime.Accelerator accelerator = device.Target.Accelerator;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Gemm plans on {device.Info.Name}: {accelerator.NumMultiprocessors} multiprocessors, groups of {accelerator.MaxNumThreadsPerGroup} threads and {accelerator.MaxSharedMemoryPerGroup} bytes at most; GFLOP/s, medians of {rounds} rounds."));
        if (device.Target.ProcessorLanes > 0)
            output.WriteLine("This device is a processor: it never uses these plans, and their rates here say nothing about a GPU.");
        output.WriteLine();
        output.WriteLine($"| shape | {string.Join(" | ", TileTable.Tiles.SelectMany(tile => Plans(tile.Tile)))} | chosen | chosen / best |");
        output.WriteLine($"|---|{string.Concat(TileTable.Tiles.SelectMany(tile => Plans(tile.Tile)).Select(_ => "---:|"))}---|---:|");
        foreach (GemmShape shape in shapes)
        {
            Dictionary<GemmPlan, double> rates = TileTable.Tiles.SelectMany(tile => Plans(tile.Tile)).Where(plan => !plan.Split || TileTable.CanSplit(shape.M, shape.N, shape.K)).ToDictionary(plan => plan, plan => Rate(shape, plan));
            GemmPlan chosen = TileTable.Choose(shape.M, shape.N, shape.K, accelerator.NumMultiprocessors, accelerator.MaxNumThreadsPerGroup, accelerator.MaxSharedMemoryPerGroup);
            string cells = string.Join(" | ", TileTable.Tiles.SelectMany(tile => Plans(tile.Tile)).Select(plan => rates.TryGetValue(plan, out double rate) ? Figure(rate / 1e9, "F1") : "–"));
            output.WriteLine($"| {shape} | {cells} | {chosen} | {Figure(rates[chosen] / rates.Values.Max(), "F2")} |");
        }
        output.WriteLine();
        output.WriteLine($"For Kernels/Gemm/TileTable.cs: {GroupsForRate} groups a multiprocessor, and one, of {Terms} terms each; the fastest is 1:");
        (TileFigures Tile, double Rate, double Alone)[] found = [.. TileTable.Tiles.Select(tile => (tile, Full(tile, GroupsForRate), Full(tile, 1)))];
        double fastest = found.Max(row => row.Rate);
        foreach ((TileFigures tile, double rate, double alone) in found)
            output.WriteLine($"        TileFigures.Of<{tile.Tile}>(GemmTile.{tile.Tile}, resident: {tile.Resident}, rate: {Figure(rate / fastest, "F2")}, alone: {Figure(Math.Min(alone, rate) / fastest, "F2")}),");

        double Full(TileFigures tile, int groups) => Rate(new GemmShape(tile.Rows * groups, tile.Columns * accelerator.NumMultiprocessors, Terms, GemmLayout.NN), new GemmPlan(tile.Tile, Split: false));
    }

    private double Rate(GemmShape shape, GemmPlan plan)
    {
        using DeviceBuffer<float> a = device.AllocateUniform((long)shape.M * shape.K);
        using DeviceBuffer<float> b = device.AllocateUniform((long)shape.K * shape.N);
        using DeviceBuffer<float> c = device.AllocateFloats((long)shape.M * shape.N);
        var gemm = new Gemm<NoEpilogue>(device.Target, plan);
        Func<double> turn = Turns.Of(() => gemm.Run(shape.Layout, 1f, a.AsMatrix(shape.RowsA, shape.ColumnsA), b.AsMatrix(shape.RowsB, shape.ColumnsB), 0f, c.AsMatrix(shape.M, shape.N), default), finish: device.Synchronize);
        (double seconds, _) = Turns.Measure(rounds, turn);
        return shape.Operations / seconds;
    }

    private static GemmPlan[] Plans(GemmTile tile) => [new(tile, Split: false), new(tile, Split: true)];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
