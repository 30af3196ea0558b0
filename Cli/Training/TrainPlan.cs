namespace NeuralGpu.Cli;

/// <summary>Every setting of a training, given or chosen.</summary>
internal sealed record TrainPlan
{
    private const int ManyRows = 10_000;
    private const int EnoughRowsForWideLayers = 5_000;
    private const double DefaultTestFraction = 0.2;
    private const int DefaultPatience = 5;

    // What AdamW's authors and PyTorch take.
    private const float DefaultWeightDecay = 0.01f;

    public required LearningTask Task { get; init; }
    public required ModelKind Model { get; init; }

    /// <summary>Features of the data.</summary>
    public required int Features { get; init; }

    /// <summary>Features and their powers: the network's inputs.</summary>
    public int Inputs => Features * Degree;

    public required int Degree { get; init; }
    public required int Outputs { get; init; }
    public required IReadOnlyList<int> Hidden { get; init; }
    public required Activation Activation { get; init; }
    public required Activation Output { get; init; }
    public required Initialization? Initialization { get; init; }
    public required OptimizerKind Optimizer { get; init; }
    public required ScheduleChoice Schedule { get; init; }
    public required int? WarmUp { get; init; }
    public required ClassWeighting? ClassWeight { get; init; }
    public required StandardizationChoice Standardization { get; init; }
    public required double Validation { get; init; }

    /// <summary>Fraction to split off as a test set; null when the data brings its own.</summary>
    public required double? Test { get; init; }

    public required bool Stratify { get; init; }

    /// <summary>How descent learns. Of a perceptron: its seed, learning rate and epochs, and the loss that measures its scores.</summary>
    public required TrainingOptions Training { get; init; }

    public required string Out { get; init; }

    public static TrainPlan Resolve(TrainRequest request, TrainingData data)
    {
        LabeledData rows = data.Training;
        if (rows.Classes is { Count: < 2 })
            throw new BadInputException($"{request.Data}: found only one class in the target '{rows.TargetName}', expected at least 2 to tell apart.");
        if (data.Test is not null && request.Rows.Test is not null)
            throw new BadInputException($"--test: {request.Data} has a test set of its own ({data.Test.Count} samples in its t10k files), so none can be split off; leave --test out.");
        ModelKind model = request.Model.Kind ?? ModelKind.Mlp;
        // A perceptron minimises no loss; its scores are margins, and the hinge measures them.
        Loss? asked = model == ModelKind.Perceptron && rows.Task == LearningTask.Classify ? Loss.Hinge : request.Model.Loss;
        (Activation output, Loss loss) = Pairing.Resolve(rows.Task, request.Model.Output, asked);
        TaskConflicts.Refuse(request, rows.Task, output);
        bool many = rows.Count >= ManyRows;
        IReadOnlyList<int> hidden = model != ModelKind.Mlp ? [] : request.Model.Hidden ?? [rows.Count >= EnoughRowsForWideLayers ? 128 : 32];
        Activation activation = request.Model.Activation ?? Activation.Relu;
        OptimizerKind optimizer = request.Descent.Optimizer ?? OptimizerKind.Sgd;
        var plan = new TrainPlan
        {
            Task = rows.Task,
            Model = model,
            Features = rows.FeatureCount,
            Degree = request.Model.Degree ?? 1,
            Outputs = OutputsFor(rows, loss),
            Hidden = hidden,
            Activation = activation,
            Output = output,
            Initialization = request.Model.Initialization,
            Optimizer = optimizer,
            Schedule = request.Descent.Schedule ?? ScheduleChoice.Constant,
            WarmUp = request.Descent.WarmUp,
            ClassWeight = request.Penalties.ClassWeight,
            Standardization = request.Rows.Standardization ?? data.Standardization,
            Validation = request.Rows.Validation ?? 0,
            Test = data.Test is null ? request.Rows.Test ?? DefaultTestFraction : null,
            Stratify = request.Rows.Stratify,
            Training = new TrainingOptions
            {
                Loss = loss,
                Optimizer = OptimizerOf(optimizer, request.Penalties.WeightDecay ?? DefaultWeightDecay),
                LearningRate = request.Descent.LearningRate ?? (model == ModelKind.Perceptron ? 1 : DefaultLearningRate.For(rows, hidden.Count == 0, activation, optimizer)),
                BatchSize = request.Descent.Batch ?? (many ? 64 : 32),
                Epochs = request.Descent.Epochs ?? DefaultEpochs(rows.Task, model, many),
                Sampling = request.Descent.Sampling ?? Sampling.WithoutReplacement,
                Seed = request.Rows.Seed ?? 1,
                Tolerance = request.Stopping.Tolerance ?? 0,
                L2 = request.Penalties.L2 ?? 0,
                L1 = request.Penalties.L1 ?? 0,
                Dropout = request.Penalties.Dropout ?? 0,
                ClipNorm = request.Penalties.ClipNorm ?? 0,
                EarlyStopping = request.Stopping.EarlyStopping is { } metric
                    ? new EarlyStopping(metric, request.Stopping.Patience ?? DefaultPatience, request.Stopping.MinimumChange ?? 0)
                    : null,
            },
            Out = request.Out ?? data.Name + ModelFile.Extension,
        };
        LayerLimits.Require(plan);
        return plan;
    }

    /// <summary>The plan with the schedule that so many training rows need.</summary>
    public TrainPlan ForRows(int samples) => this with { Training = Training with { Schedule = FitLength.ScheduleFor(this, samples) } };

    private static int DefaultEpochs(LearningTask task, ModelKind model, bool many)
    {
        if (model == ModelKind.Perceptron)
            return new PerceptronOptions().Epochs;
        if (many)
            return 10;
        return task == LearningTask.Classify ? 30 : 100;
    }

    // Two classes and a sigmoid or a margin: one output tells the second from the first. Otherwise one output a class.
    private static int OutputsFor(LabeledData rows, Loss loss)
    {
        if (rows.Classes is not { } classes)
            return 1;
        return classes.Count == 2 && (loss == Loss.BinaryCrossEntropy || loss.IsMargin()) ? 1 : classes.Count;
    }

    private static Optimizer OptimizerOf(OptimizerKind kind, float weightDecay) => kind switch
    {
        OptimizerKind.Momentum => new Momentum(),
        OptimizerKind.Nesterov => new Nesterov(),
        OptimizerKind.RmsProp => new RmsProp(),
        OptimizerKind.Adam => new Adam(),
        OptimizerKind.AdamW => new AdamW(weightDecay),
        _ => new Sgd(),
    };
}
