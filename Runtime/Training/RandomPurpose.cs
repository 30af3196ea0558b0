namespace NeuralGpu;

/// <summary>What random numbers are drawn for: the purpose word of Philox's counter. Part of the contract.</summary>
internal static class RandomPurpose
{
    /// <summary>A layer's weights; the step is the layer.</summary>
    public const uint Weights = 1;

    /// <summary>An epoch's order without replacement; the step is the epoch.</summary>
    public const uint Shuffle = 2;

    /// <summary>An epoch's draws with replacement; the step is the epoch.</summary>
    public const uint Draws = 3;

    /// <summary>Which samples are held out.</summary>
    public const uint Split = 4;

    /// <summary>The data of golden trainings.</summary>
    public const uint GoldenData = 5;

    /// <summary>Which samples of each class are held out.</summary>
    public const uint StratifiedSplit = 6;

    /// <summary>Which fold of a cross-validation each row is in.</summary>
    public const uint Folds = 7;

    /// <summary>Dropout after the first hidden layer, the next number for the next layer and so on; the step is the update.</summary>
    public const uint Dropout = 0x100;
}
