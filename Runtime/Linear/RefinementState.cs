namespace NeuralGpu;

/// <summary>What a step of refinement did.</summary>
internal enum RefinementState
{
    /// <summary>The solution still moves, by less than half of what it did before.</summary>
    Improving,

    /// <summary>Further steps would change nothing.</summary>
    Settled,

    /// <summary>The steps do not get smaller, although they matter.</summary>
    Stuck,
}
