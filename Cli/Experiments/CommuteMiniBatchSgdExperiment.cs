namespace NeuralGpu.Cli;

/// <summary>The commute model by mini-batch SGD as the book runs it: C = 0.06, b = 2, stop when an update moves W by less than 0.02. Book, section 2.2.1, (2.3).</summary>
internal sealed class CommuteMiniBatchSgdExperiment() : CommuteDescentExperiment(
    "commute-mini-batch-sgd",
    "2.2.1",
    "commute time by mini-batch SGD (C = 0.06, b = 2, tolerance 0.02): the path of C(W), the stop and the distance to W*",
    new TrainingOptions
    {
        Loss = Loss.MeanSquaredError,
        LearningRate = 0.06f,
        Schedule = Schedule.InverseSqrt,
        BatchSize = 2,
        Epochs = 1000,
        Tolerance = 0.02f,
    });
