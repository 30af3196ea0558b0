using System.Diagnostics;
using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>Least squares against numpy and scipy: random data in memory, the same sizes, in turn, so that a busy machine hits both alike.</summary>
internal sealed class LeastSquaresComparison(string device, int threads, int rounds)
{
    private static readonly (long Rows, int Features)[] Sizes = [(1_000_000, 100), (20_000, 1_000), (100_000, 10), (1_000, 100)];

    public int Run(TextWriter output)
    {
        using Device opened = Device.Open(device, threads);
        output.WriteLine($"least squares with an intercept on {opened.Info.Name}, {threads} threads, medians of {rounds} rounds, in seconds");
        output.WriteLine();
        output.WriteLine("| rows × features | ours, refined | ours, fp64 | numpy XᵀX + solve | scipy lstsq | fp64 / numpy |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|");
        string? versions = null;
        foreach ((long rows, int features) in Sizes)
        {
            (double refined, double single) = Ours(opened, rows, features);
            // The arrays are large, and numpy needs as much.
            GC.Collect();
            NumpyLeastSquares? peer = NumpyLeastSquares.Measure(rows, features, rounds, threads);
            versions ??= peer?.Versions;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows:N0} × {features:N0} | {refined:F4} | {single:F4} | {Seconds(peer?.NormalEquationsSeconds)} | {Seconds(peer?.LstsqSeconds)} | {(peer is null ? "–" : (single / peer.NormalEquationsSeconds).ToString("F2", CultureInfo.InvariantCulture))} |"));
        }
        output.WriteLine();
        output.WriteLine(versions ?? "numpy is not installed.");
        return 0;
    }

    private (double Refined, double Single) Ours(Device opened, long rows, int features)
    {
        SampleSource samples = new MadeUpSamples(rows, features).InMemory();
        return (Median(opened, samples, Precision.Auto), Median(opened, samples, Precision.Double));
    }

    private double Median(Device opened, SampleSource samples, Precision precision)
    {
        var solver = new LeastSquaresSolver(opened, new LeastSquaresOptions { Precision = precision });
        solver.Solve(samples);
        var times = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            solver.Solve(samples);
            times[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        return times[rounds / 2];
    }

    private static string Seconds(double? seconds) => seconds?.ToString("F4", CultureInfo.InvariantCulture) ?? "not installed";
}
