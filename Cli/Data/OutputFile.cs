namespace NeuralGpu.Cli;

/// <summary>Checks of <c>--out</c> that are made before any work is done.</summary>
internal static class OutputFile
{
    public static void RequireWritablePlace(string path)
    {
        if (path.Length == 0)
            throw new BadInputException("--out: found an empty name, expected a file to write.");
        if (Directory.Exists(path))
            throw new BadInputException($"--out: found '{path}', which is a folder; expected a file to write.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
            throw new BadInputException($"--out: found '{path}', but there is no folder '{folder}'; make it first, or name a file in a folder that exists.");
    }
}
