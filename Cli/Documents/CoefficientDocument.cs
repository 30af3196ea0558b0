using System.Text.Json.Serialization;

namespace NeuralGpu.Cli;

/// <summary>One coefficient of a linear model, in the units of the features as given.</summary>
internal sealed record CoefficientDocument(string Name, double Value)
{
    /// <summary>Whose score it belongs to, when there is one a class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Class { get; init; }
}
