using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralGpu.Bench;

/// <summary>The JSON documents that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ContestDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(GrowthDocument))]
[JsonSerializable(typeof(StepProfile))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>Writes one document and a line end.</summary>
    public static void Write<T>(TextWriter output, T document)
        => output.WriteLine(JsonSerializer.Serialize(document, typeof(T), Default));
}
