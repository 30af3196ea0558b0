using Xunit;

namespace NeuralGpu.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("devices")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("verify")]
    [InlineData("experiments")]
    public void Help_OfACommand_EndsWithItsExamples(string command)
    {
        CliResult result = CliProcess.Run(AppContext.BaseDirectory, command, "--help").Expect(0);

        Assert.Contains($"neuralgpu {command}", result.Output, StringComparison.Ordinal);
        Assert.Contains($"Examples:\n  neuralgpu {command}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfAll_ListsTheCommandsAndExitCodes()
    {
        string output = CliProcess.Run(AppContext.BaseDirectory, "--help").Expect(0).Output;

        foreach (string command in new[] { "devices", "train", "evaluate", "predict", "verify", "experiments" })
            Assert.Contains($"  {command}", output, StringComparison.Ordinal);
        Assert.Contains("130 cancelled", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_IsPrinted()
        => Assert.Matches(@"^\d+\.\d+\.\d+", CliProcess.Run(AppContext.BaseDirectory, "--version").Expect(0).Output);

    [Fact]
    public void NoCommand_IsRefusedWithTheCommands()
        => CliProcess.Run(AppContext.BaseDirectory).ExpectRefusal("no command", "train");

    [Fact]
    public void UnknownCommand_IsRefusedWithTheCommands()
        => CliProcess.Run(AppContext.BaseDirectory, "learn").ExpectRefusal("'learn'", "train");

    [Fact]
    public void UnknownOption_IsRefused()
        => CliProcess.Run(AppContext.BaseDirectory, "train", "digits", "--optimizer", "adam").ExpectRefusal("--optimizer");

    [Fact]
    public void MissingArgument_IsRefused()
        => CliProcess.Run(AppContext.BaseDirectory, "evaluate", "model.safetensors").ExpectRefusal("DATA");
}
