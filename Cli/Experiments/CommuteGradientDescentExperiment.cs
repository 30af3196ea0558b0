namespace NeuralGpu.Cli;

/// <summary>The commute model by gradient descent: every update takes all five samples. Book, section 2.1, (2.1).</summary>
internal sealed class CommuteGradientDescentExperiment() : CommuteDescentExperiment(
    "commute-gradient-descent",
    "2.1",
    "commute time by full-batch gradient descent: the path of C(W), the stop and the distance to W*",
    new TrainingOptions
    {
        Loss = Loss.MeanSquaredError,
        LearningRate = 0.06f,
        Schedule = Schedule.Constant,
        BatchSize = TrainingOptions.FullBatch,
        Epochs = 1000,
        Tolerance = 1e-4f,
    });
