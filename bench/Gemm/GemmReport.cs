using System.Globalization;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Bench;

/// <summary>The verb gemm: its rows as a table, written as they come, or as one JSON document.</summary>
internal static class GemmReport
{
    public static void Run(Options options, TextWriter output)
    {
        int threads = options.Count("--threads", Environment.ProcessorCount);
        int rounds = options.Count("--rounds", 9);
        string only = options.Text("--only", string.Empty).Replace('x', '×');
        IReadOnlyList<GemmShape> shapes = options.Choice("--shapes", "training", "grid") == "grid" ? GemmShape.Grid : GemmShape.All;
        shapes = [.. shapes.Where(shape => shape.ToString().Contains(only, StringComparison.Ordinal))];
        if (shapes.Count == 0)
            throw new ArgumentException($"No shape's name has '{only}' in it; a name is like '{GemmShape.All[0]}'.");
        Turns.UsesProcessorTime = options.Choice("--clock", "wall", "processor") == "processor";
        using Device device = Device.Open(options.Text("--device", "cpu"), threads);
        if (OpenBlas.IsInstalled)
            OpenBlas.SetThreads(threads);
        Roofline? roofline = device.Info.Kind == DeviceKind.Cpu ? HostRoofline.Measure(threads) : null;
        IEnumerable<GemmRow> rows = new GemmComparison(device, rounds).Measure(shapes);
        if (options.Has("--json"))
            Json.Write(output, new GemmDocument(device.Info.Name, threads, rounds, OpenBlas.IsInstalled ? OpenBlas.Configuration : null, roofline, [.. rows.Select(row => new GemmRowDocument(row, roofline))]));
        else
            WriteTable(output, device.Info, threads, rounds, roofline, rows);
    }

    private static void WriteTable(TextWriter output, DeviceInfo device, int threads, int rounds, Roofline? roofline, IEnumerable<GemmRow> rows)
    {
        output.WriteLine($"C = op(A)·op(B) in fp32 on {device.Name}; working threads: {threads}{(Turns.UsesProcessorTime ? ", processor time" : "")}, medians of {rounds} rounds; peer: {(OpenBlas.IsInstalled ? OpenBlas.Configuration : "OpenBLAS is not installed (libopenblas.so.0)")}");
        // OpenBLAS takes its AVX2 kernels on a processor that is newer than itself; quoting those as the peer would flatter us.
        if (OpenBlas.IsInstalled && Vector512.IsHardwareAccelerated && OpenBlas.Configuration.Contains("Haswell", StringComparison.Ordinal))
            output.WriteLine("Not a fair peer: this processor has AVX-512 but OpenBLAS chose its AVX2 (Haswell) kernels; set OPENBLAS_CORETYPE=SkylakeX.");
        if (roofline is not null)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Measured roofline: {roofline.Flops / 1e9:F0} GFLOP/s of fma in registers, {roofline.Bandwidth / 1e9:F1} GB/s of copying."));
        output.WriteLine();
        output.WriteLine("| shape (m×n×k) | layout | ours GFLOP/s | of the fma peak | OpenBLAS GFLOP/s | ratio |");
        output.WriteLine("|---|---|---:|---:|---:|---:|");
        var ratios = new List<(double Ratio, GemmShape Shape)>();
        foreach (GemmRow row in rows)
        {
            string share = roofline is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * row.Ours / roofline.Flops:F0} %");
            string peer = row.Peer is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e9:F1} | {row.Ratio:F2}") : "not installed | –";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Shape.M}×{row.Shape.N}×{row.Shape.K} | {row.Shape.Layout} | {row.Ours / 1e9:F1} | {share} | {peer} |"));
            output.Flush();
            if (row.Ratio is { } ratio)
                ratios.Add((ratio, row.Shape));
        }
        if (ratios.Count == 0)
            return;
        (double least, GemmShape worst) = ratios.MinBy(pair => pair.Ratio);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ratio: geometric mean {Ratios.GeometricMean(ratios.Select(pair => pair.Ratio)):F3} over {ratios.Count} shapes, least {least:F2} at {worst}."));
    }
}
