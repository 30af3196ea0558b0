namespace NeuralGpu;

/// <summary>How mini-batches are drawn.</summary>
public enum Sampling
{
    /// <summary>Every epoch visits every sample once, in a new random order; the last batch may be smaller.</summary>
    WithoutReplacement,

    /// <summary>Every sample of every batch is drawn uniformly and independently; an epoch is as many draws as there are samples, in whole batches.</summary>
    WithReplacement,

    /// <summary>Every epoch visits every sample once, in the order of the data set: cyclic, nothing random.</summary>
    InOrder,
}
