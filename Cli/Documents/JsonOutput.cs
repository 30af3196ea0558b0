using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NeuralGpu.Cli;

/// <summary>The JSON documents that <c>--json</c> prints. Their schemas are part of the command's interface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(FiniteOrNullConverter)])]
[JsonSerializable(typeof(IReadOnlyList<DeviceDocument>))]
[JsonSerializable(typeof(TrainDocument))]
[JsonSerializable(typeof(SolveDocument))]
[JsonSerializable(typeof(ClassificationDocument))]
[JsonSerializable(typeof(RegressionDocument))]
[JsonSerializable(typeof(EvaluatedTargetsDocument))]
[JsonSerializable(typeof(IReadOnlyList<VerifyDocument>))]
[JsonSerializable(typeof(IReadOnlyList<ExperimentDocument>))]
[JsonSerializable(typeof(CommuteNormalEquationsDocument))]
[JsonSerializable(typeof(CommuteDescentDocument))]
[JsonSerializable(typeof(FlowersDocument))]
[JsonSerializable(typeof(ActivationsDocument))]
[JsonSerializable(typeof(BackPropagationDocument))]
[JsonSerializable(typeof(DeltasDocument))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    /// <summary>Writes one document and a line end.</summary>
    public static void Write<T>(TextWriter output, T document, JsonTypeInfo<T> type)
        => output.WriteLine(JsonSerializer.Serialize(document, type));
}
