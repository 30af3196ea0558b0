namespace NeuralGpu.Tests;

/// <summary>How the command is started beside the tests.</summary>
internal static class CliProgram
{
    private const string Library = "NeuralGpu.Cli.dll";

    /// <summary>The program, and the arguments that come before the command's own.</summary>
    /// <remarks>A published folder has its own runtime and the program that finds it, and there need not be any other; a build is run by <c>dotnet</c>.</remarks>
    public static (string File, IReadOnlyList<string> Arguments) Start
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            if (File.Exists(Path.Combine(folder, "libhostfxr.so")))
                return (Path.Combine(folder, Path.GetFileNameWithoutExtension(Library)), []);
            return (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(folder, Library)]);
        }
    }
}
