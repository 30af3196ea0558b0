namespace NeuralGpu;

/// <summary>A trained network with everything that predicting from new rows needs.</summary>
/// <param name="Network">The network; it sees standardised features.</param>
/// <param name="Loss">What it was trained to minimise.</param>
/// <param name="Task">Whether its outputs are classes or a value.</param>
/// <param name="FeatureNames">One for each input, in order.</param>
/// <param name="TargetName">What it predicts.</param>
/// <param name="Classes">For classification, one for each output, or two for one output; null for regression.</param>
/// <param name="Standardization">Applied to features before the network.</param>
/// <param name="Training">How it was trained (seed, epochs, device, …): free text by name.</param>
public sealed record TrainedModel(
    Network Network,
    Loss Loss,
    LearningTask Task,
    IReadOnlyList<string> FeatureNames,
    string TargetName,
    IReadOnlyList<string>? Classes,
    Standardization Standardization,
    IReadOnlyDictionary<string, string> Training)
{
    /// <summary>Writes the model as a safetensors file, whole or not at all (<see cref="AtomicFile"/>).</summary>
    /// <remarks>Tensors: <c>layers.{i}.weight</c> [inputs, outputs], <c>layers.{i}.bias</c> [outputs] and, unless features are unchanged, <c>standardization.offset</c> and <c>standardization.scale</c> [inputs]. The rest is metadata, with the weights' SHA-256.</remarks>
    /// <param name="path">The file to make or replace.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other, or a weight is not finite.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="IOException">Writing failed.</exception>
    public void Save(string path)
    {
        RequireFit();
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, ModelFormat.Tensors(this), ModelFormat.Metadata(this)));
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote: the same bits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not a safetensors file, is damaged, is not such a model, or is of a version this program does not know.</exception>
    public static TrainedModel Load(string path) => ModelFormat.Read(SafeTensors.Read(path), path);

    /// <summary>Checks that the parts belong together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    internal void RequireFit()
    {
        if (FeatureNames.Count != Network.Inputs)
            throw new ArgumentException($"found {FeatureNames.Count} feature names for a network with {Network.Inputs} inputs, expected one for each");
        if (Standardization.FeatureCount != Network.Inputs)
            throw new ArgumentException($"found a standardization of {Standardization.FeatureCount} features for a network with {Network.Inputs} inputs, expected one for each");
        if (Task == LearningTask.Regress && (Classes is not null || Network.Outputs != 1))
            throw new ArgumentException($"found a regression with {Network.Outputs} outputs and {Classes?.Count ?? 0} classes, expected 1 output and no classes");
        if (Task == LearningTask.Classify && Classes?.Count != Network.Outputs && !(Classes?.Count == 2 && Network.Outputs == 1))
            throw new ArgumentException($"found {Classes?.Count ?? 0} classes for a network with {Network.Outputs} outputs, expected one for each, or two for one output");
        if (!Network.IsFinite())
            throw new ArgumentException("found weights that are not finite, expected numbers; training diverged");
    }
}
