namespace NeuralGpu.Cli;

/// <summary>Checks of a file to write that are made before any work is done.</summary>
internal static class OutputFile
{
    /// <summary>Lets a place pass or explains why nothing can be written there.</summary>
    /// <param name="option">The option that names the file, with its dashes.</param>
    /// <param name="path">Where to write.</param>
    /// <param name="inputs">Files that the command reads; none of them may be replaced by what it writes.</param>
    public static void RequireWritablePlace(string option, string path, params ReadOnlySpan<string> inputs)
    {
        if (path.Length == 0)
            throw new BadInputException($"{option}: found an empty name, expected a file to write.");
        if (Directory.Exists(path))
            throw new BadInputException($"{option}: found '{path}', which is a folder; expected a file to write.");
        foreach (string input in inputs)
        {
            if (File.Exists(input) && Resolved(input) == Resolved(path))
                throw new BadInputException($"{option}: found '{path}', which is the input '{input}' and would be replaced; name another file.");
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
            throw new BadInputException($"{option}: found '{path}', but there is no folder '{folder}'; make it first, or name a file in a folder that exists.");
        RequireRightToWrite(option, path, folder);
    }

    // The file that is written in the end: AtomicFile follows a link too.
    private static string Resolved(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // Only trying tells: rights, read-only file systems and quotas all have a say.
    private static void RequireRightToWrite(string option, string path, string folder)
    {
        try
        {
            File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException($"{option}: found '{path}', but no file can be written in '{folder}' ({exception.Message}); name a file in a folder that can be written to.");
        }
    }
}
