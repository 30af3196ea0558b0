namespace NeuralGpu;

/// <summary>What a target means.</summary>
public enum LearningTask
{
    /// <summary>The target is one of a few classes.</summary>
    Classify,

    /// <summary>The target is a number.</summary>
    Regress,
}
