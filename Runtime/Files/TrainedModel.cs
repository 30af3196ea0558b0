namespace NeuralGpu;

/// <summary>A trained network with everything that predicting from new rows needs.</summary>
/// <param name="Network">The network; it sees the features' powers up to <see cref="Degree"/>, standardised.</param>
/// <param name="Loss">What it was trained to minimise, which also says what its outputs are: scores for a margin loss. A perceptron minimises none of them; its scores are measured by <see cref="Loss.Hinge"/>.</param>
/// <param name="Task">Whether its outputs are classes or a value.</param>
/// <param name="FeatureNames">The columns of the data, in order; there is one input for each of their powers up to <see cref="Degree"/>.</param>
/// <param name="TargetName">What it predicts.</param>
/// <param name="Classes">For classification, one for each output, or two for one output; null for regression.</param>
/// <param name="Standardization">Applied to the inputs before the network.</param>
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
    /// <summary>m: the inputs are x, x², …, xᵐ of each feature (<see cref="PowerExpansion"/>); from 1, the features themselves, to <see cref="PowerExpansion.LargestDegree"/>.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>What the network takes for some rows: their powers, standardised.</summary>
    /// <param name="features">[samples × features], row-major, in the order of <see cref="FeatureNames"/>.</param>
    /// <returns>[samples × inputs], row-major.</returns>
    /// <exception cref="ArgumentException">It is not a whole number of rows.</exception>
    /// <exception cref="DataFormatException">A power is beyond binary32.</exception>
    public float[] InputsFrom(ReadOnlySpan<float> features)
    {
        float[] inputs = PowerExpansion.Expand(features, FeatureNames, Degree);
        Standardization.ApplyInPlace(inputs);
        return inputs;
    }

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
        if (Degree is < 1 or > PowerExpansion.LargestDegree)
            throw new ArgumentException($"found the degree {Degree}, expected a whole number from 1 to {PowerExpansion.LargestDegree}");
        if ((long)FeatureNames.Count * Degree != Network.Inputs)
            throw new ArgumentException($"found {FeatureNames.Count} feature names for a network with {Network.Inputs} inputs, expected one for each{(Degree == 1 ? "" : $" {Degree} inputs, the powers up to the degree")}");
        if (Standardization.FeatureCount != Network.Inputs)
            throw new ArgumentException($"found a standardization of {Standardization.FeatureCount} features for a network with {Network.Inputs} inputs, expected one for each");
        if (Task == LearningTask.Regress && (Classes is not null || Network.Outputs != 1))
            throw new ArgumentException($"found a regression with {Network.Outputs} outputs and {Classes?.Count ?? 0} classes, expected 1 output and no classes");
        if (Task == LearningTask.Classify && Classes?.Count != Network.Outputs && !(Classes?.Count == 2 && Network.Outputs == 1))
            throw new ArgumentException($"found {Classes?.Count ?? 0} classes for a network with {Network.Outputs} outputs, expected one for each, or two for one output");
        if (Loss.IsMargin() && (Task == LearningTask.Regress || Network.Layers[^1].Activation != Activation.Identity))
            throw new ArgumentException($"found the loss {Loss} with the task {Task} and a {Network.Layers[^1].Activation} output, expected the task {LearningTask.Classify} and an {Activation.Identity} output, whose scores have margins");
        if (!Network.IsFinite())
            throw new ArgumentException("found weights that are not finite, expected numbers; training diverged");
    }
}
