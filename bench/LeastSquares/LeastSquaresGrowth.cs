using System.Diagnostics;
using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>How the time and the memory of a solution grow with the rows, which are made while they are read, and with the features.</summary>
internal sealed class LeastSquaresGrowth(string device, int threads, int largestFeatures)
{
    private const int FewFeatures = 10;

    /// <summary>The verb least-squares-growth.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--threads", "--features"]);
        new LeastSquaresGrowth(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount), options.Count("--features", 8192)).Run(output);
    }

    private void Run(TextWriter output)
    {
        using Device opened = Device.Open(device, threads);
        output.WriteLine($"least squares with an intercept on {opened.Info.Name}, {threads} threads; rows are made while they are read, which takes a part of the time");
        output.WriteLine();
        output.WriteLine("| rows | features | passes | seconds | making the rows alone | rows/s | peak memory MB |");
        output.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        // Once for the just-in-time compiler.
        Solve(opened, new MadeUpSamples(1000, FewFeatures));
        for (long rows = 100_000; rows <= 100_000_000; rows *= 10)
            output.WriteLine(Measure(opened, rows, FewFeatures));
        for (int features = 64; features <= largestFeatures; features *= 2)
            output.WriteLine(Measure(opened, 2L * features, features));
    }

    private static string Measure(Device opened, long rows, int features)
    {
        var samples = new MadeUpSamples(rows, features);
        LeastSquaresResult result = Solve(opened, samples);
        double seconds = result.Elapsed.TotalSeconds;
        double reading = result.Passes * ReadingSeconds(samples);
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"| {rows:N0} | {features:N0} | {result.Passes} | {seconds:F2} | {reading:F2} | {rows / seconds:N0} | {process.PeakWorkingSet64 / 1e6:F0} |");
    }

    private static LeastSquaresResult Solve(Device opened, SampleSource samples) => new LeastSquaresSolver(opened, new LeastSquaresOptions()).Solve(samples);

    private static double ReadingSeconds(MadeUpSamples samples)
    {
        const int BlockRows = 1024;
        var inputs = new double[BlockRows * samples.FeatureNames.Count];
        var targets = new double[BlockRows];
        long start = Stopwatch.GetTimestamp();
        using SampleReader reader = samples.Open();
        while (reader.Read(inputs, targets, []) > 0)
        {
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
