using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Argument<string> Model() => new("MODEL") { Description = "A model file written by 'neuralgpu train' or 'neuralgpu solve'." };
}
