namespace NeuralGpu.Cli;

/// <summary>What <c>--optimizer</c> names.</summary>
internal enum OptimizerKind
{
    Sgd,
    Momentum,
    Nesterov,
    RmsProp,
    Adam,
    AdamW,
}
