namespace NeuralGpu.Cli;

/// <summary>The words of the options that choose one of a few, and what they mean.</summary>
internal static class Choices
{
    public static readonly Choice<LearningTask> Tasks = new(("classify", LearningTask.Classify), ("regress", LearningTask.Regress));

    public static readonly Choice<ModelKind> Models = new(("linear", ModelKind.Linear), ("perceptron", ModelKind.Perceptron), ("mlp", ModelKind.Mlp));

    public static readonly Choice<Activation> HiddenActivations = new(
        ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("relu", Activation.Relu));

    public static readonly Choice<Activation> Outputs = new(
        ("softmax", Activation.Softmax), ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("identity", Activation.Identity));

    public static readonly Choice<Loss> Losses = new(
        ("cross-entropy", Loss.CrossEntropy), ("binary-cross-entropy", Loss.BinaryCrossEntropy), ("mse", Loss.MeanSquaredError),
        ("hinge", Loss.Hinge), ("squared-hinge", Loss.SquaredHinge), ("logistic", Loss.Logistic));

    public static readonly Choice<OptimizerKind> Optimizers = new(
        ("sgd", OptimizerKind.Sgd), ("momentum", OptimizerKind.Momentum), ("nesterov", OptimizerKind.Nesterov),
        ("rmsprop", OptimizerKind.RmsProp), ("adam", OptimizerKind.Adam), ("adamw", OptimizerKind.AdamW));

    public static readonly Choice<ClassWeighting> ClassWeightings = new(("balanced", ClassWeighting.Balanced));

    public static readonly Choice<Metric> Metrics = new(
        ("loss", Metric.TrainingLoss), ("validation-loss", Metric.ValidationLoss),
        ("accuracy", Metric.Accuracy), ("balanced-accuracy", Metric.BalancedAccuracy), ("f1", Metric.F1), ("log-loss", Metric.LogLoss),
        ("rmse", Metric.RootMeanSquaredError), ("mae", Metric.MeanAbsoluteError), ("r2", Metric.RSquared));

    public static readonly Choice<Sampling> Samplings = new(
        ("without-replacement", Sampling.WithoutReplacement), ("with-replacement", Sampling.WithReplacement), ("in-order", Sampling.InOrder));

    public static readonly Choice<Initialization> Initializations = new(("glorot", Initialization.Glorot), ("he", Initialization.He));

    public static readonly Choice<PenaltyChoice> PenaltyChoices = new(("gcv", PenaltyChoice.GeneralizedCrossValidation), ("k-fold", PenaltyChoice.KFold));

    public static readonly Choice<Precision> Precisions = new(
        ("auto", Precision.Auto), ("fp32", Precision.Single), ("fp64", Precision.Double), ("double-double", Precision.DoubleDouble));

    public static readonly Choice<StopReason> StopReasons = new(
        ("completed", StopReason.Completed), ("converged", StopReason.Converged), ("early-stopped", StopReason.EarlyStopped), ("cancelled", StopReason.Cancelled), ("diverged", StopReason.Diverged));
}
