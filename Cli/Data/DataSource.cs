namespace NeuralGpu.Cli;

/// <summary>Finds what a DATA argument names: a built-in data set, a folder of IDX files, or a CSV file.</summary>
internal static class DataSource
{
    public const string Description = "A built-in data set (digits, iris), a CSV file with a header row, or a folder of IDX files (plain or .gz).";

    // Pixels of the built-in digits run from 0 to 16, those of IDX images from 0 to 255.
    private static readonly StandardizationChoice DigitsScale = new(StandardizationKind.Divide, 16);
    private static readonly StandardizationChoice ImageScale = new(StandardizationKind.Divide, 255);
    private static readonly StandardizationChoice TableScale = new(StandardizationKind.ZScore);

    /// <summary>Loads data to train on.</summary>
    /// <param name="data">The DATA argument.</param>
    /// <param name="target">Name or index of a CSV file's target column; null: the last one.</param>
    /// <param name="task">What to learn; null: as the target's values suggest.</param>
    public static TrainingData ForTraining(string data, string? target, LearningTask? task)
    {
        switch (KindOf(data))
        {
            case DataKind.BuiltIn:
                RefuseTarget(data, target);
                return new(data, WithTask(BuiltInData.Load(data), data, task), Test: null, data == "digits" ? DigitsScale : TableScale);
            case DataKind.IdxFolder:
                RefuseTarget(data, target);
                (LabeledData training, LabeledData? test) = IdxData.ReadFolder(data);
                return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))), WithTask(training, data, task), test, ImageScale);
            default:
                return new(Path.GetFileNameWithoutExtension(data), CsvData.Read(data, target, task, classes: null, features: null), Test: null, TableScale);
        }
    }

    /// <summary>Loads labelled data to evaluate a model on: all rows of a built-in set or CSV file, and the test set of an IDX folder that has one.</summary>
    /// <param name="data">The DATA argument.</param>
    /// <param name="target">Name or index of a CSV file's target column; null: the one that the model was trained on.</param>
    /// <param name="model">The model to be evaluated.</param>
    public static LabeledData ForEvaluation(string data, string? target, TrainedModel model)
    {
        DataKind kind = KindOf(data);
        if (kind == DataKind.CsvFile)
        {
            return CsvData.Read(data, target ?? model.TargetName, model.Task, model.Classes, model.FeatureNames);
        }
        RefuseTarget(data, target);
        LabeledData labeled = Labeled(kind, data);
        RequireWidth(data, labeled.FeatureCount, model);
        if (!SameClasses(labeled.Classes, model.Classes))
            throw new BadInputException($"{data}: its targets are {Targets(labeled.Classes)}, but the model was trained for {Targets(model.Classes)}; give data of the model's kind.");
        return labeled;
    }

    /// <summary>Loads the features alone, for a model to predict from.</summary>
    public static FeatureTable ForPrediction(string data, TrainedModel model)
    {
        DataKind kind = KindOf(data);
        if (kind == DataKind.CsvFile)
            return CsvData.ReadFeatures(data, model.FeatureNames);
        LabeledData labeled = Labeled(kind, data);
        RequireWidth(data, labeled.FeatureCount, model);
        return new FeatureTable(labeled.Features, labeled.FeatureCount, labeled.Count);
    }

    private static LabeledData Labeled(DataKind kind, string data)
    {
        if (kind == DataKind.BuiltIn)
            return BuiltInData.Load(data);
        (LabeledData training, LabeledData? test) = IdxData.ReadFolder(data);
        return test ?? training;
    }

    private static DataKind KindOf(string data)
    {
        if (BuiltInData.Names.Contains(data))
            return DataKind.BuiltIn;
        if (Directory.Exists(data))
            return DataKind.IdxFolder;
        if (File.Exists(data))
            return DataKind.CsvFile;
        throw new BadInputException($"{data}: found no such file, folder or built-in data set; expected a CSV file, a folder of IDX files, or one of the built-in sets {string.Join(", ", BuiltInData.Names)}.");
    }

    private static void RefuseTarget(string data, string? target)
    {
        if (target is not null)
            throw new BadInputException($"--target: found '{target}', but {data} is not a CSV file and has only one target; leave --target out.");
    }

    private static LabeledData WithTask(LabeledData labeled, string data, LearningTask? task)
    {
        if (task is { } asked && asked != labeled.Task)
            throw new BadInputException($"--task: found '{Choices.Tasks.NameOf(asked)}', but the targets of {data} are {Targets(labeled.Classes)}; expected {Choices.Tasks.NameOf(labeled.Task)}.");
        return labeled;
    }

    private static void RequireWidth(string data, int width, TrainedModel model)
    {
        if (width != model.FeatureNames.Count)
            throw new BadInputException($"{data}: found {width} features a row, but the model takes {model.FeatureNames.Count}; give data with the features that the model was trained on.");
    }

    // Null stands for values instead of classes.
    private static bool SameClasses(IReadOnlyList<string>? first, IReadOnlyList<string>? second)
        => first is null ? second is null : second is not null && first.SequenceEqual(second);

    private static string Targets(IReadOnlyList<string>? classes)
        => classes is null ? "values" : $"{classes.Count} classes ({Abbreviated(classes)})";

    private static string Abbreviated(IReadOnlyList<string> classes)
        => classes.Count <= 10 ? string.Join(", ", classes) : $"{string.Join(", ", classes.Take(9))}, …";
}
