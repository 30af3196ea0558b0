namespace NeuralGpu;

/// <summary>How one λ is chosen from several.</summary>
public enum PenaltyChoice
{
    /// <summary>All are reported; the first is the one that the result's model has.</summary>
    AsGiven,

    /// <summary>The smallest generalised cross-validation score n·RSS/(n − df)². Golub, Heath and Wahba, "Generalized cross-validation as a method for choosing a good ridge parameter" (1979).</summary>
    GeneralizedCrossValidation,

    /// <summary>The smallest mean squared error on folds that were left out of the fit, each once.</summary>
    KFold,
}
