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
        RequireRightToWrite(path, folder);
    }

    // Only trying tells: rights, read-only file systems and quotas all have a say.
    private static void RequireRightToWrite(string path, string folder)
    {
        try
        {
            File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException($"--out: found '{path}', but no file can be written in '{folder}' ({exception.Message}); name a file in a folder that can be written to.");
        }
    }
}
