using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Every setting of a training, given or chosen.</summary>
internal sealed record TrainPlan
{
    private const int ManyRows = 10_000;
    private const int EnoughRowsForWideLayers = 5_000;
    private const double DefaultTestFraction = 0.2;

    public required LearningTask Task { get; init; }
    public required int Inputs { get; init; }
    public required int Outputs { get; init; }
    public required IReadOnlyList<int> Hidden { get; init; }
    public required Activation Activation { get; init; }
    public required Activation Output { get; init; }
    public required Initialization? Initialization { get; init; }
    public required StandardizationChoice Standardization { get; init; }
    public required double Validation { get; init; }

    /// <summary>Fraction to split off as a test set; null when the data brings its own.</summary>
    public required double? Test { get; init; }

    public required TrainingOptions Training { get; init; }
    public required string Out { get; init; }

    public static TrainPlan Resolve(TrainRequest request, TrainingData data)
    {
        LabeledData rows = data.Training;
        if (rows.Classes is { Count: < 2 })
            throw new BadInputException($"{request.Data}: found only one class in the target '{rows.TargetName}', expected at least 2 to tell apart.");
        if (data.Test is not null && request.Test is not null)
            throw new BadInputException($"--test: {request.Data} has a test set of its own ({data.Test.Count} samples in its t10k files), so none can be split off; leave --test out.");
        (Activation output, Loss loss) = Pairing.Resolve(rows.Task, request.Output, request.Loss);
        bool many = rows.Count >= ManyRows;
        IReadOnlyList<int> hidden = request.Hidden ?? [rows.Count >= EnoughRowsForWideLayers ? 128 : 32];
        Activation activation = request.Activation ?? Activation.Relu;
        var plan = new TrainPlan
        {
            Task = rows.Task,
            Inputs = rows.FeatureCount,
            Outputs = OutputsFor(rows, loss),
            Hidden = hidden,
            Activation = activation,
            Output = output,
            Initialization = request.Initialization,
            Standardization = request.Standardization ?? data.Standardization,
            Validation = request.Validation ?? 0,
            Test = data.Test is null ? request.Test ?? DefaultTestFraction : null,
            Training = new TrainingOptions
            {
                Loss = loss,
                LearningRate = request.LearningRate ?? DefaultLearningRate.For(rows, hidden, activation),
                Schedule = (request.Schedule ?? ScheduleChoice.Constant).For(1),
                BatchSize = request.Batch ?? (many ? 64 : 32),
                Epochs = request.Epochs ?? DefaultEpochs(rows.Task, many),
                Sampling = request.Sampling ?? Sampling.WithoutReplacement,
                Seed = request.Seed ?? 1,
                Tolerance = request.Tolerance ?? 0,
            },
            Out = request.Out ?? data.Name + ModelFile.Extension,
        };
        plan.RequireLayersThatFit();
        return plan;
    }

    /// <summary>The network to start from. For values its output's bias is the mean of the training targets, so that training need not first cover their offset.</summary>
    public Network NewNetwork(Dataset training)
    {
        Network network = Network.Create(
            Inputs,
            [.. Hidden.Select(width => new LayerShape(width, Activation)), new LayerShape(Outputs, Output)],
            Training.Seed,
            Initialization);
        if (Task == LearningTask.Regress && Output == NeuralGpu.Activation.Identity)
            network.Layers[^1].Biases[0] = (float)training.Targets.Average(target => (double)target);
        return network;
    }

    /// <summary>The settings as words, in the order of the options.</summary>
    public IReadOnlyList<(string Option, string Value)> Settings() =>
    [
        ("task", Choices.Tasks.NameOf(Task)),
        ("hidden", HiddenWidths.Format(Hidden)),
        ("activation", Choices.HiddenActivations.NameOf(Activation)),
        ("output", Choices.Outputs.NameOf(Output)),
        ("loss", Choices.Losses.NameOf(Training.Loss)),
        ("learning-rate", Training.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
        ("schedule", Training.Schedule.ToString()),
        ("batch", Training.BatchSize.ToString(CultureInfo.InvariantCulture)),
        ("epochs", Training.Epochs.ToString(CultureInfo.InvariantCulture)),
        ("tolerance", Training.Tolerance.ToString("R", CultureInfo.InvariantCulture)),
        ("sampling", Choices.Samplings.NameOf(Training.Sampling)),
        ("init", InitializationInWords()),
        ("standardize", Standardization.ToString()),
        ("validation", Validation.ToString("R", CultureInfo.InvariantCulture)),
        ("test", Test?.ToString("R", CultureInfo.InvariantCulture) ?? "the data's own"),
        ("seed", Training.Seed.ToString(CultureInfo.InvariantCulture)),
    ];

    private static int DefaultEpochs(LearningTask task, bool many)
    {
        if (many)
            return 10;
        return task == LearningTask.Classify ? 30 : 100;
    }

    private string InitializationInWords()
    {
        if (Initialization is { } chosen)
            return Choices.Initializations.NameOf(chosen);
        return Activation == Activation.Relu && Hidden.Count > 0 ? "he (relu layers), glorot (output)" : "glorot";
    }

    // Two classes and a sigmoid: one output is the probability of the second. Otherwise one output a class.
    private static int OutputsFor(LabeledData rows, Loss loss)
    {
        if (rows.Classes is not { } classes)
            return 1;
        return loss == Loss.BinaryCrossEntropy && classes.Count == 2 ? 1 : classes.Count;
    }

    private void RequireLayersThatFit()
    {
        int before = Inputs;
        foreach (int width in Hidden.Append(Outputs))
        {
            if ((long)before * width > Array.MaxLength)
                throw new BadInputException($"--hidden {HiddenWidths.Format(Hidden)}: a layer from {before} to {width} has {(long)before * width} weights, more than the {Array.MaxLength} that an array holds; choose narrower layers.");
            before = width;
        }
    }
}
