using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Bench;

/// <summary>The peer of <see cref="LeastSquaresComparison"/>: numpy and scipy, in a process of their own. Null where they are not installed.</summary>
internal sealed record NumpyLeastSquares(string Versions, double NormalEquationsSeconds, double? LstsqSeconds)
{
    private const string Script = "bench/peers/least_squares.py";

    public static NumpyLeastSquares? Measure(long rows, int features, int rounds, int threads)
    {
        if (!File.Exists(Script))
            throw new ArgumentException($"There is no {Script} here; start this from the repository's root.");
        string python = Environment.GetEnvironmentVariable("NEURALGPU_BENCH_PYTHON") ?? "python3";
        var start = new ProcessStartInfo(python, [Script, .. new[] { rows, features, rounds, threads }.Select(number => number.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                Console.Error.WriteLine(error.Result.Trim().Split('\n')[^1]);
                return null;
            }
            using JsonDocument document = JsonDocument.Parse(output);
            JsonElement root = document.RootElement;
            JsonElement lstsq = root.GetProperty("lstsq");
            return new($"numpy {root.GetProperty("numpy")}, scipy {root.GetProperty("scipy")}", root.GetProperty("normalEquations").GetDouble(), lstsq.ValueKind == JsonValueKind.Null ? null : lstsq.GetDouble());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
