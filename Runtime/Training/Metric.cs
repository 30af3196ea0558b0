namespace NeuralGpu;

/// <summary>A figure that a fit reports after every epoch: the training loss, or one of the validation data.</summary>
public enum Metric
{
    /// <summary>Mean loss of the epoch's training samples, each at the moment it was visited.</summary>
    TrainingLoss,

    /// <summary>Mean loss on the validation data.</summary>
    ValidationLoss,

    /// <summary>Fraction of the validation samples classified right.</summary>
    Accuracy,

    /// <summary>Mean over the classes of the fraction of their validation samples classified right.</summary>
    BalancedAccuracy,

    /// <summary>Mean over the classes of the harmonic mean of precision and recall.</summary>
    F1,

    /// <summary>Mean −ln p of the right class, for outputs that are probabilities.</summary>
    LogLoss,

    /// <summary>Root of the mean squared error.</summary>
    RootMeanSquaredError,

    /// <summary>Mean absolute error.</summary>
    MeanAbsoluteError,

    /// <summary>The coefficient of determination R².</summary>
    RSquared,
}
