namespace NeuralGpu.Cli;

/// <summary>Where models are read and written.</summary>
internal static class ModelFile
{
    public const string Extension = ".safetensors";

    public static TrainedModel Load(string path)
    {
        RequireFile(path);
        return TrainedModel.Load(path);
    }

    /// <summary>Whether <c>solve</c> wrote it, so that it is a <see cref="SolvedModel"/>.</summary>
    public static bool IsSolved(string path)
    {
        RequireFile(path);
        return SolvedModel.IsIn(path);
    }

    /// <summary>A diverged run keeps its last finite model, but not in the place of an older file: that one may be good.</summary>
    public static string PathForDiverged(string path)
    {
        string candidate = path;
        for (int attempt = 1; File.Exists(candidate); attempt++)
            candidate = Path.ChangeExtension(path, attempt == 1 ? $".diverged{Extension}" : $".diverged-{attempt}{Extension}");
        return candidate;
    }

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path}: found a folder, expected a model file written by 'neuralgpu train' or 'neuralgpu solve'.");
        if (!File.Exists(path))
            throw new BadInputException($"{path}: found no such file, expected a model file written by 'neuralgpu train' or 'neuralgpu solve'.");
    }
}
