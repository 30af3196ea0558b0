using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Every plan of the GPU's Gemm over a list of shapes on one device, beside what the library's table chooses.</summary>
internal sealed class GemmTuning(Device device, int rounds, TextWriter output)
{
    // Of the products that the table's rates are of: enough for the tile loop to be all that counts.
    private const int Terms = 1024;
    private const int GroupsForRate = 16;

    /// <summary>Measures, and prints the times and the table's new rates.</summary>
    public void Run(IReadOnlyList<GemmShape> shapes)
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
        using DeviceBuffer<float> a = Uniform((long)shape.M * shape.K, 1);
        using DeviceBuffer<float> b = Uniform((long)shape.K * shape.N, 2);
        using DeviceBuffer<float> c = device.AllocateFloats((long)shape.M * shape.N);
        var gemm = new Gemm<NoEpilogue>(device.Target, plan);
        (double seconds, _) = Turns.Measure(rounds, () => gemm.Run(shape.Layout, 1f, a.AsMatrix(shape.RowsA, shape.ColumnsA), b.AsMatrix(shape.RowsB, shape.ColumnsB), 0f, c.AsMatrix(shape.M, shape.N), default), peer: null, finish: device.Synchronize);
        return shape.Operations / seconds;
    }

    private DeviceBuffer<float> Uniform(long count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (long i = 0; i < count; i++)
            values[i] = (random.NextSingle() * 2) - 1;
        DeviceBuffer<float> buffer = device.AllocateFloats(count);
        buffer.Upload(values);
        return buffer;
    }

    private static GemmPlan[] Plans(GemmTile tile) => [new(tile, Split: false), new(tile, Split: true)];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
