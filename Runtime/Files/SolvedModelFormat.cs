using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace NeuralGpu;

/// <summary>How a <see cref="SolvedModel"/> is laid out as tensors and metadata: version 2 of the model files, which the readers of version 1 refuse.</summary>
internal static class SolvedModelFormat
{
    public const string Version = "2";

    private const string Kind = "linear";
    private const string CoefficientTensor = "coefficients";
    private const string InterceptTensor = "intercepts";

    public static IReadOnlyList<DoubleSafeTensor> Tensors(SolvedModel model) =>
    [
        new(CoefficientTensor, [model.Model.Features, model.Model.Targets], model.Model.Coefficients),
        new(InterceptTensor, [model.Model.Targets], model.Model.Intercepts),
    ];

    public static Dictionary<string, string> Metadata(SolvedModel model)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = ModelFormat.Name,
            ["format_version"] = Version,
            ["kind"] = Kind,
            ["features"] = JsonSerializer.Serialize(model.FeatureNames),
            ["targets"] = JsonSerializer.Serialize(model.TargetNames),
            ["degree"] = model.Degree.ToString(CultureInfo.InvariantCulture),
            ["weights_sha256"] = Sha256(model.Model),
        };
        foreach ((string name, string text) in model.Training)
            metadata[ModelFormat.TrainingPrefix + name] = text;
        return metadata;
    }

    public static bool IsIn(IReadOnlyDictionary<string, string> metadata)
        => metadata.GetValueOrDefault("format") == ModelFormat.Name && metadata.GetValueOrDefault("format_version") == Version;

    /// <exception cref="DataFormatException">The content is not a model of this version.</exception>
    public static SolvedModel Read(SafeTensorsContent content, string path)
    {
        IReadOnlyDictionary<string, string> metadata = content.Metadata;
        ModelFormat.RequireKnown(metadata, "format", ModelFormat.Name, path);
        ModelFormat.RequireKnown(metadata, "format_version", Version, path);
        ModelFormat.RequireKnown(metadata, "kind", Kind, path);
        var tensors = content.DoubleTensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        DoubleSafeTensor coefficients = Take(tensors, CoefficientTensor, 2, path);
        DoubleSafeTensor intercepts = Take(tensors, InterceptTensor, 1, path);
        string[] others = [.. tensors.Keys, .. content.Tensors.Select(tensor => tensor.Name)];
        if (others.Length > 0)
            throw new DataFormatException($"{path}: found the tensors {Quoted.List(others)} besides '{CoefficientTensor}' and '{InterceptTensor}', expected no others; the file is damaged.");
        try
        {
            var model = new SolvedModel(
                new LinearModel(coefficients.Values, intercepts.Values),
                ModelFormat.Names(ModelFormat.Required(metadata, "features", path), "features", path),
                ModelFormat.Names(ModelFormat.Required(metadata, "targets", path), "targets", path),
                metadata.Where(pair => pair.Key.StartsWith(ModelFormat.TrainingPrefix, StringComparison.Ordinal))
                    .ToDictionary(pair => pair.Key[ModelFormat.TrainingPrefix.Length..], pair => pair.Value, StringComparer.Ordinal))
            {
                Degree = ReadDegree(metadata, path),
            };
            model.RequireFit();
            if (!coefficients.Shape.SequenceEqual([model.Model.Features, model.Model.Targets]))
                throw new ArgumentException($"found the shape [{string.Join(", ", coefficients.Shape)}] for tensor '{CoefficientTensor}', expected [{model.Model.Features}, {model.Model.Targets}]");
            string expected = ModelFormat.Required(metadata, "weights_sha256", path);
            if (Sha256(model.Model) != expected)
                throw new ArgumentException($"found coefficients whose SHA-256 is {Sha256(model.Model)}, expected {Quoted.Text(expected)} as in the metadata 'weights_sha256'");
            return model;
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException($"{path}: {e.Message.TrimEnd('.')}; the model file is damaged or was made by another program.", e);
        }
    }

    private static DoubleSafeTensor Take(Dictionary<string, DoubleSafeTensor> tensors, string name, int dimensions, string path)
    {
        if (!tensors.Remove(name, out DoubleSafeTensor? tensor))
            throw new DataFormatException($"{path}: found no binary64 tensor '{name}', expected it in every linear model; the file is damaged or was made by another program.");
        if (tensor.Shape.Count != dimensions)
            throw new DataFormatException($"{path}: found the shape [{string.Join(", ", tensor.Shape)}] for tensor '{name}', expected {dimensions} dimension{(dimensions == 1 ? "" : "s")}; the file is damaged or was made by another program.");
        return tensor;
    }

    private static int ReadDegree(IReadOnlyDictionary<string, string> metadata, string path)
    {
        string text = ModelFormat.Required(metadata, "degree", path);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int degree)
            ? degree
            : throw new DataFormatException($"{path}: found {Quoted.Text(text)} in the metadata 'degree', expected a whole number from 1 to {PolynomialFeatures.LargestDegree}; the file is damaged.");
    }

    // Of the numbers' little-endian bytes, the coefficients' before the intercepts'.
    private static string Sha256(LinearModel model)
    {
        double[] values = [.. model.Coefficients, .. model.Intercepts];
        if (!BitConverter.IsLittleEndian)
            values = [.. values.Select(value => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(value))))];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(values)));
    }
}
