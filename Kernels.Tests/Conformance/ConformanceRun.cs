namespace NeuralGpu.Tests;

/// <summary>How the conformance suite asks for a fit.</summary>
public sealed record ConformanceRun
{
    /// <summary>Where to start; null: where the trainer starts by itself.</summary>
    public Network? Start { get; init; }

    /// <summary>Validation data; null: the trainer's own, if it takes any.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Epochs; null: as many as the trainer's options say.</summary>
    public int? Epochs { get; init; }

    /// <summary>Told the number of every finished epoch.</summary>
    public Action<int>? AfterEpoch { get; init; }

    /// <summary>Ends the fit.</summary>
    public CancellationToken Cancellation { get; init; } = TestContext.Current.CancellationToken;
}
