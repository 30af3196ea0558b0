namespace NeuralGpu.Cli;

/// <summary>What <c>--class-weight</c> names.</summary>
internal enum ClassWeighting
{
    /// <summary>Each class counts the same in the training objective, however many rows it has.</summary>
    Balanced,
}
