using System.Text.Json.Serialization;

namespace NeuralGpu.Cli;

/// <summary>What <c>solve --json</c> prints.</summary>
internal sealed record SolveDocument(IReadOnlyList<SolvedTargetDocument> Targets, long Samples, TrainedOnDocument Device, double Seconds)
{
    /// <summary>How often the data was read.</summary>
    public required int Passes { get; init; }

    /// <summary>The device that computed; when it was not the one asked for, also why.</summary>
    public required string ComputedOn { get; init; }

    /// <summary>Level of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>Where the model was written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    public static SolveDocument Of(LeastSquaresResult result, Device device, SolveRequest request, LeastSquaresOptions options) => new(
        [.. result.Targets.Select((target, i) => SolvedTargetDocument.Of(target, result.Path.Count > 1 ? [.. result.Path.Select(fit => fit.Targets[i])] : null))],
        result.Samples,
        DeviceNames.Describe(device.Info),
        result.Elapsed.TotalSeconds)
    {
        Passes = result.Passes,
        ComputedOn = result.ComputedOn,
        Confidence = options.ConfidenceLevel,
        Model = request.Out,
    };
}
