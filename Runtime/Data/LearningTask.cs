namespace NeuralGpu;

/// <summary>What a target column holds.</summary>
public enum LearningTask
{
    /// <summary>Labels: each sample belongs to one class.</summary>
    Classify,

    /// <summary>Numbers: each sample has one value.</summary>
    Regress,
}
