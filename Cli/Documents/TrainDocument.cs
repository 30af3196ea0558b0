using System.Text.Json.Serialization;

namespace NeuralGpu.Cli;

/// <summary>What <c>train --json</c> prints. Losses and metrics are null where there was no such data set, or where a value is not finite.</summary>
internal sealed record TrainDocument(
    int Contract,
    TrainedOnDocument Device,
    long Parameters,
    int Epochs,
    long Updates,
    string StopReason,
    double? TrainLoss,
    double? ValidationLoss,
    double? TestLoss,
    double? TestAccuracy,
    double Seconds,
    double SamplesPerSecond,
    string WeightsSha256,
    string? Model)
{
    /// <summary>Rows trained on.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>Rows of the validation set.</summary>
    public required int ValidationSamples { get; init; }

    /// <summary>Rows of the test set.</summary>
    public required int TestSamples { get; init; }

    /// <summary>Regression only: √(mean squared difference) on the test set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestRmse { get; init; }

    /// <summary>Regression only: the coefficient of determination on the test set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestRSquared { get; init; }

    /// <summary>The metrics of the classes or values, by part of the data.</summary>
    public required TrainMetricsDocument Metrics { get; init; }

    /// <summary>Models of one layer only: the intercept and a coefficient for each feature and power, for each class that has a score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CoefficientDocument>? Coefficients { get; init; }

    /// <summary>Bytes of the device's memory that the fit took at its peak; not for perceptrons.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DeviceMemory { get; init; }

    /// <summary>Early stopping only: the epoch whose network was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestEpoch { get; init; }

    /// <summary>Perceptrons only: mistakes of each epoch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? MistakesPerEpoch { get; init; }

    /// <summary>Perceptrons only: whether the last epoch made no mistake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Separated { get; init; }
}
