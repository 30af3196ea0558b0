using System.Diagnostics;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>The golden trainings in processes of their own, with instruction sets switched off.</summary>
public class InstructionSetTests
{
    // .NET 10 has no switch for fma alone: it goes with AVX2, so that without AVX2 the software fma runs.
    public static TheoryData<string, int> Matrix
    {
        get
        {
            var matrix = new TheoryData<string, int>();
            foreach (string switchedOff in new[] { "", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableAVX" })
            {
                foreach (int threads in new[] { 1, 2, 3, 8 })
                    matrix.Add(switchedOff, threads);
            }
            // Without any intrinsics a run takes ten times as long; once is enough for the arithmetic.
            matrix.Add("DOTNET_EnableHWIntrinsic", 2);
            return matrix;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Verify_WithoutAnInstructionSet_GivesTheGoldenWeights(string switchedOff, int threads)
    {
        (string file, IReadOnlyList<string> first) = CliProgram.Start;
        var start = new ProcessStartInfo(file, [.. first, "verify", "--device", "cpu", "--threads", $"{threads}", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (switchedOff.Length > 0)
            start.Environment[switchedOff] = "0";
        // Nothing has passed the self-test there yet.
        DirectoryInfo data = Directory.CreateTempSubdirectory();
        start.Environment["XDG_DATA_HOME"] = data.FullName;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        data.Delete(recursive: true);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await errors}{output}");
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal(GoldenTrainings.All.Count, document.RootElement.GetArrayLength());
        Assert.All(document.RootElement.EnumerateArray(), result => Assert.Equal(result.GetProperty("expected").GetString(), result.GetProperty("sha256").GetString()));
    }
}
