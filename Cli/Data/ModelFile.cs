namespace NeuralGpu.Cli;

/// <summary>Where models are read and written.</summary>
internal static class ModelFile
{
    public const string Extension = ".safetensors";

    public static TrainedModel Load(string path)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path}: found a folder, expected a model file written by 'neuralgpu train'.");
        if (!File.Exists(path))
            throw new BadInputException($"{path}: found no such file, expected a model file written by 'neuralgpu train'.");
        return TrainedModel.Load(path);
    }

    /// <summary>A diverged run keeps its last finite model, but not in the place of an older file: that one may be good.</summary>
    public static string PathForDiverged(string path)
    {
        string candidate = path;
        for (int attempt = 1; File.Exists(candidate); attempt++)
            candidate = Path.ChangeExtension(path, attempt == 1 ? $".diverged{Extension}" : $".diverged-{attempt}{Extension}");
        return candidate;
    }
}
