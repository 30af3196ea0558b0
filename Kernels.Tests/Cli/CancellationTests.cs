using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed partial class CancellationTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void Train_StopSignal_SavesTheModelSoFarAndExits130(int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "not run: this system cannot send a signal to another process.");
        Assert.SkipWhen(IsIgnored(signal), "not run: this process was started with the signal ignored, and its children inherit that.");

        using CliProcess process = CliProcess.Start(folder.Path, "train", "digits", "--epochs", "1000000", "--device", "cpu");
        process.WaitForOutput("epoch       1/1000000");
        Assert.Equal(0, Kill(process.Id, signal));
        CliResult result = process.WaitForEnd().Expect(130);

        Assert.Contains("cancelled after ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Model written to digits.safetensors\n", result.Output, StringComparison.Ordinal);
        JsonElement evaluation = CliProcess.Run(folder.Path, "evaluate", "digits.safetensors", "digits", "--device", "cpu", "--json").Expect(0).Json();
        Assert.Equal(1797, evaluation.GetProperty("samples").GetInt32());
        Assert.InRange(evaluation.GetProperty("accuracy").GetDouble(), 0.5, 1);
    }

    [Fact]
    public void Solve_StopSignal_WritesNothingAndExits130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "not run: this system cannot send a signal to another process.");
        Assert.SkipWhen(IsIgnored(Interrupt), "not run: this process was started with the signal ignored, and its children inherit that.");
        // Many zeros, in a file with a hole that takes no space.
        const long rows = 10_000_000_000;
        File.WriteAllBytes(folder.File("long.npy"), NpyFile.Of([], NpyFile.Header("<f4", "False", $"({rows}, 2)")));
        using (FileStream stream = File.OpenWrite(folder.File("long.npy")))
            stream.SetLength(stream.Length + (rows * 2 * sizeof(float)));

        using CliProcess process = CliProcess.Start(folder.Path, "solve", "long.npy", "--out", "model.safetensors", "--device", "cpu");
        process.WaitForOutput("rows/s");
        Assert.Equal(0, Kill(process.Id, Interrupt));
        process.WaitForEnd().Expect(130);

        Assert.False(File.Exists(folder.File("model.safetensors")));
    }

    private static bool IsIgnored(int signal)
    {
        const string field = "SigIgn:";
        if (!File.Exists("/proc/self/status"))
            return false;
        string mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
