namespace NeuralGpu;

/// <summary>Opens files to read, with errors that say which file was meant.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for sequential reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message has the full path.</exception>
    /// <exception cref="DataFormatException">The path is a folder.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new DataFormatException($"{path}: found a folder, expected a file; name a file in it.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no file '{Path.GetFullPath(path)}'; check the name.", path, e);
        }
    }
}
