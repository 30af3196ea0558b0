namespace NeuralGpu;

/// <summary>What a path must be before it is read.</summary>
internal static class DataFiles
{
    /// <summary>Requires a file.</summary>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    /// <exception cref="DataFormatException">There is a folder.</exception>
    public static void RequireFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            return;
        string full = Path.GetFullPath(path);
        if (Directory.Exists(path))
            throw new DataFormatException($"{full} is a folder; expected a file.");
        throw new FileNotFoundException($"There is no file {full}; check the name and the folder.", full);
    }

    /// <summary>Requires a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no folder at the path.</exception>
    public static void RequireFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder {Path.GetFullPath(path)}; check the name.");
    }
}
