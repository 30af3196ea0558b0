using System.Globalization;
using System.Text.Json;

namespace NeuralGpu;

/// <summary>How a <see cref="TrainedModel"/> is laid out as tensors and metadata, version 1.</summary>
internal static class ModelFormat
{
    internal const string Name = "neuralgpu";
    private const string Version = "1";
    private const string Contract = "1";
    internal const string TrainingPrefix = "training.";
    private const string DegreeKey = "degree";
    private const string OffsetTensor = "standardization.offset";
    private const string ScaleTensor = "standardization.scale";

    private static readonly (Activation Value, string Text)[] Activations =
        [(Activation.Identity, "identity"), (Activation.Sigmoid, "sigmoid"), (Activation.Tanh, "tanh"), (Activation.Relu, "relu"), (Activation.Softmax, "softmax")];

    private static readonly (Loss Value, string Text)[] Losses =
    [
        (Loss.MeanSquaredError, "mse"), (Loss.CrossEntropy, "cross-entropy"), (Loss.BinaryCrossEntropy, "binary-cross-entropy"),
        (Loss.Hinge, "hinge"), (Loss.SquaredHinge, "squared-hinge"), (Loss.Logistic, "logistic"),
    ];

    private static readonly (LearningTask Value, string Text)[] Tasks =
        [(LearningTask.Classify, "classify"), (LearningTask.Regress, "regress")];

    private static readonly (StandardizationKind Value, string Text)[] Standardizations =
        [(StandardizationKind.None, "none"), (StandardizationKind.ZScore, "zscore"), (StandardizationKind.MinMax, "minmax"), (StandardizationKind.Divide, "divide")];

    public static List<SafeTensor> Tensors(TrainedModel model)
    {
        var tensors = new List<SafeTensor>();
        for (int i = 0; i < model.Network.Layers.Count; i++)
        {
            DenseLayer layer = model.Network.Layers[i];
            tensors.Add(new(WeightTensor(i), [layer.Inputs, layer.Outputs], layer.Weights));
            tensors.Add(new(BiasTensor(i), [layer.Outputs], layer.Biases));
        }
        Standardization standardization = model.Standardization;
        if (standardization.Kind != StandardizationKind.None)
        {
            tensors.Add(new(OffsetTensor, [standardization.FeatureCount], standardization.Offsets));
            tensors.Add(new(ScaleTensor, [standardization.FeatureCount], standardization.Scales));
        }
        return tensors;
    }

    public static Dictionary<string, string> Metadata(TrainedModel model)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Name,
            ["format_version"] = Version,
            ["contract"] = Contract,
            ["activations"] = string.Join(',', model.Network.Layers.Select(layer => TextOf(Activations, layer.Activation))),
            ["loss"] = TextOf(Losses, model.Loss),
            ["task"] = TextOf(Tasks, model.Task),
            ["features"] = JsonSerializer.Serialize(model.FeatureNames),
            ["target"] = model.TargetName,
            ["standardization"] = TextOf(Standardizations, model.Standardization.Kind),
            ["weights_sha256"] = model.Network.WeightsSha256(),
        };
        if (model.Classes is not null)
            metadata["classes"] = JsonSerializer.Serialize(model.Classes);
        // Left out where there are no powers, as in the files of versions that knew none.
        if (model.Degree > 1)
            metadata[DegreeKey] = model.Degree.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string text) in model.Training)
            metadata[TrainingPrefix + name] = text;
        return metadata;
    }

    /// <exception cref="DataFormatException">The content is not a model of this version.</exception>
    public static TrainedModel Read(SafeTensorsContent content, string path)
    {
        IReadOnlyDictionary<string, string> metadata = content.Metadata;
        if (metadata.GetValueOrDefault("format") != Name)
            throw new DataFormatException($"{path}: found {(metadata.TryGetValue("format", out string? format) ? $"the metadata format {Quoted.Text(format)}" : "no metadata 'format'")}, expected '{Name}'; this safetensors file is not a model of this program. Train one, or name another file.");
        if (metadata.GetValueOrDefault("format_version") == SolvedModelFormat.Version)
            throw new DataFormatException($"{path}: found a linear model in binary64 (format_version '{SolvedModelFormat.Version}'), expected a network; load it as a {nameof(SolvedModel)}.");
        RequireKnown(metadata, "format_version", Version, path);
        RequireKnown(metadata, "contract", Contract, path);

        var tensors = content.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        string[] activations = Required(metadata, "activations", path).Split(',');
        var layers = new DenseLayer[activations.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            int inputs = i == 0 ? -1 : layers[i - 1].Outputs;
            layers[i] = ReadLayer(tensors, i, inputs, ValueOf(Activations, "activations", activations[i], path), path);
        }
        try
        {
            var model = new TrainedModel(
                new Network(layers),
                ValueOf(Losses, "loss", Required(metadata, "loss", path), path),
                ValueOf(Tasks, "task", Required(metadata, "task", path), path),
                Names(Required(metadata, "features", path), "features", path),
                Required(metadata, "target", path),
                metadata.TryGetValue("classes", out string? classes) ? Names(classes, "classes", path) : null,
                ReadStandardization(tensors, layers[0].Inputs, ValueOf(Standardizations, "standardization", Required(metadata, "standardization", path), path), path),
                metadata.Where(pair => pair.Key.StartsWith(TrainingPrefix, StringComparison.Ordinal))
                    .ToDictionary(pair => pair.Key[TrainingPrefix.Length..], pair => pair.Value, StringComparer.Ordinal))
            {
                Degree = ReadDegree(metadata, path),
            };
            string[] others = [.. tensors.Keys, .. content.DoubleTensors.Select(tensor => tensor.Name)];
            if (others.Length > 0)
                throw new DataFormatException($"{path}: found the tensors {Quoted.List(others)} besides those of the {layers.Length} layers that the metadata 'activations' lists, expected no others; the file is damaged.");
            model.RequireFit();
            string expected = Required(metadata, "weights_sha256", path);
            if (model.Network.WeightsSha256() != expected)
                throw new DataFormatException($"{path}: found weights whose SHA-256 is {model.Network.WeightsSha256()}, expected {Quoted.Text(expected)} as in the metadata 'weights_sha256'; the weights are damaged: copy or save the model again.");
            return model;
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException($"{path}: {e.Message.TrimEnd('.')}; the model file is damaged or was made by another program.", e);
        }
    }

    // Tensors are taken out of the dictionary, so that what is left over shows.
    private static DenseLayer ReadLayer(Dictionary<string, SafeTensor> tensors, int index, int inputs, Activation activation, string path)
    {
        SafeTensor weight = Take(tensors, WeightTensor(index), path);
        if (weight.Shape.Count != 2 || weight.Shape[0] < 1 || weight.Shape[1] < 1)
            throw Shape(weight, "[inputs, outputs], both at least 1", path);
        if (inputs >= 0 && weight.Shape[0] != inputs)
            throw Shape(weight, $"[{inputs}, …], since layer {index - 1} gives {inputs} outputs", path);
        SafeTensor bias = Take(tensors, BiasTensor(index), path);
        if (bias.Shape.Count != 1 || bias.Shape[0] != weight.Shape[1])
            throw Shape(bias, $"[{weight.Shape[1]}], as many as the outputs of {Quoted.Text(weight.Name)}", path);
        RequireFinite(weight, path);
        RequireFinite(bias, path);
        return new DenseLayer(weight.Shape[0], weight.Shape[1], activation, weight.Values, bias.Values);
    }

    private static Standardization ReadStandardization(Dictionary<string, SafeTensor> tensors, int inputs, StandardizationKind kind, string path)
    {
        if (kind == StandardizationKind.None)
            return Standardization.Unchanged(inputs);
        SafeTensor offset = Take(tensors, OffsetTensor, path);
        SafeTensor scale = Take(tensors, ScaleTensor, path);
        foreach (SafeTensor tensor in new[] { offset, scale })
        {
            if (tensor.Shape.Count != 1 || tensor.Shape[0] != inputs)
                throw Shape(tensor, $"[{inputs}], one for each input", path);
            RequireFinite(tensor, path);
        }
        return new Standardization(kind, offset.Values, scale.Values);
    }

    private static int ReadDegree(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!metadata.TryGetValue(DegreeKey, out string? text))
            return 1;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int degree) && degree is > 1 and <= PowerExpansion.LargestDegree
            ? degree
            : throw new DataFormatException($"{path}: found {Quoted.Text(text)} in the metadata '{DegreeKey}', expected a whole number from 2 to {PowerExpansion.LargestDegree}, or no such metadata for degree 1; the file is damaged.");
    }

    private static string WeightTensor(int layer) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.weight");

    private static string BiasTensor(int layer) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.bias");

    private static SafeTensor Take(Dictionary<string, SafeTensor> tensors, string name, string path) => tensors.Remove(name, out SafeTensor? tensor)
        ? tensor
        : throw new DataFormatException($"{path}: found no tensor '{name}', expected it with the others of the model; the file is damaged or was made by another program.");

    private static DataFormatException Shape(SafeTensor tensor, string expected, string path) =>
        new($"{path}: found the shape [{string.Join(", ", tensor.Shape)}] for tensor {Quoted.Text(tensor.Name)}, expected {expected}; the file is damaged or was made by another program.");

    private static void RequireFinite(SafeTensor tensor, string path)
    {
        int index = Array.FindIndex(tensor.Values, value => !float.IsFinite(value));
        if (index >= 0)
            throw new DataFormatException($"{path}: found {tensor.Values[index].ToString(CultureInfo.InvariantCulture)} in tensor {Quoted.Text(tensor.Name)} at index {index}, expected finite numbers; the file is damaged, or the training diverged.");
    }

    internal static void RequireKnown(IReadOnlyDictionary<string, string> metadata, string key, string known, string path)
    {
        string found = Required(metadata, key, path);
        if (found != known)
            throw new DataFormatException($"{path}: found {key} {Quoted.Text(found)}, expected '{known}'; the model was made by another version of this program: use that version, or train again.");
    }

    internal static string Required(IReadOnlyDictionary<string, string> metadata, string key, string path) => metadata.TryGetValue(key, out string? text)
        ? text
        : throw new DataFormatException($"{path}: found no metadata '{key}', expected it in every model; the file is damaged or was made by another program.");

    internal static string[] Names(string json, string key, string path)
    {
        try
        {
            string?[]? names = JsonSerializer.Deserialize<string?[]>(json);
            if (names is not null && names.Length > 0 && names.All(name => name is not null) && names.Distinct(StringComparer.Ordinal).Count() == names.Length)
                return names!;
        }
        catch (JsonException e)
        {
            throw new DataFormatException($"{path}: found the metadata '{key}' {Quoted.Text(json)}, expected a JSON array of different names; the file is damaged.", e);
        }
        throw new DataFormatException($"{path}: found the metadata '{key}' {Quoted.Text(json)}, expected a JSON array of different names; the file is damaged.");
    }

    private static string TextOf<T>((T Value, string Text)[] names, T value)
        where T : struct, Enum => names.First(name => name.Value.Equals(value)).Text;

    private static T ValueOf<T>((T Value, string Text)[] names, string key, string text, string path)
        where T : struct, Enum
    {
        int index = Array.FindIndex(names, name => name.Text == text);
        return index >= 0
            ? names[index].Value
            : throw new DataFormatException($"{path}: found {Quoted.Text(text)} in the metadata '{key}', expected one of {Quoted.List([.. names.Select(name => name.Text)])}; the model was made by another version of this program, or is damaged.");
    }
}
