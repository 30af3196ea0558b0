using System.Diagnostics;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>The golden trainings in processes of their own, with instruction sets switched off.</summary>
public class InstructionSetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableAVX")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Verify_WithoutAnInstructionSet_GivesTheGoldenWeights(string switchedOff)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NeuralGpu.Cli.dll"), "verify", "--device", "cpu", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (switchedOff.Length > 0)
            start.Environment[switchedOff] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await errors}{output}");
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal(GoldenTrainings.All.Count, document.RootElement.GetArrayLength());
        Assert.All(document.RootElement.EnumerateArray(), result => Assert.Equal(result.GetProperty("expected").GetString(), result.GetProperty("sha256").GetString()));
    }
}
