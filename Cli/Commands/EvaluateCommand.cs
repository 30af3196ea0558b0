using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary><c>evaluate</c>: how well a model does on labelled data.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "evaluate",
            "Compute a model's loss and metrics (accuracy, balanced accuracy, F1 and log loss; for regression rmse, mae and R²) on data with known targets.",
            "neuralgpu evaluate digits.safetensors digits",
            "neuralgpu evaluate fashion-mnist.safetensors /usr/share/datasets/fashion-mnist",
            "neuralgpu evaluate houses.safetensors newer-houses.csv --target price --json");
        Argument<string> model = SharedOptions.Model();
        var data = new Argument<string>("DATA") { Description = DataSource.Description + " Of an IDX folder, the t10k files are used when it has them." };
        var target = new Option<string?>("--target") { HelpName = "NAME|INDEX", Description = "Target column of a CSV file. [default: the one that the model was trained on]" };
        var device = new DeviceOption();
        Option<bool> json = SharedOptions.Json("Print the results as one JSON document.");
        command.Arguments.Add(model);
        command.Arguments.Add(data);
        command.Options.Add(target);
        device.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), parsed.GetValue(target), device.Read(parsed), parsed.GetValue(json), streams));
        return command;
    }

    private static int Run(string modelPath, string data, string? target, DeviceChoice choice, bool json, Streams streams)
    {
        if (ModelFile.IsSolved(modelPath))
            return Run(SolvedModel.Load(modelPath), data, target, json, streams);
        TrainedModel model = ModelFile.Load(modelPath);
        LabeledData labeled = DataSource.ForEvaluation(data, target, model);
        Dataset raw = labeled.ToDataset(model.Network.Outputs, model.Loss);
        var scaled = new Dataset(model.InputsFrom(labeled.Features), model.Network.Inputs, raw.Targets, raw.Outputs);
        using Device device = choice.Open(streams.Error);
        Evaluation evaluation = model.Network.Evaluate(device, scaled, model.Loss);
        MetricsDocument? metrics = MetricsDocument.Of(evaluation, model.Classes);
        if (!json)
            WriteText(streams.For(json), evaluation, model);
        else if (model.Task == LearningTask.Classify)
            JsonOutput.Write(streams.Output, new(evaluation.Samples, evaluation.Loss, evaluation.Accuracy, metrics), JsonOutput.Default.ClassificationDocument);
        else
            JsonOutput.Write(streams.Output, new(evaluation.Samples, evaluation.Loss, evaluation.RootMeanSquaredError, evaluation.RSquared, metrics), JsonOutput.Default.RegressionDocument);
        return ExitCode.Done;
    }

    // A linear model needs no device: reading the rows takes longer than predicting from them.
    private static int Run(SolvedModel model, string data, string? target, bool json, Streams streams)
    {
        using var signals = new StopSignals();
        IReadOnlyList<Evaluation> evaluations = SolvedEvaluation.Of(model, SolvedEvaluation.Samples(data, target, model), signals.Token);
        RegressionDocument[] documents = [.. evaluations.Select(evaluation => new RegressionDocument(evaluation.Samples, evaluation.Loss, evaluation.RootMeanSquaredError, evaluation.RSquared, MetricsDocument.Of(evaluation, classes: null)))];
        if (json && documents.Length == 1)
        {
            JsonOutput.Write(streams.Output, documents[0], JsonOutput.Default.RegressionDocument);
        }
        else if (json)
        {
            var byName = model.TargetNames.Zip(documents).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            JsonOutput.Write(streams.Output, new(documents[0].Samples, byName), JsonOutput.Default.EvaluatedTargetsDocument);
        }
        else
        {
            foreach ((string name, Evaluation evaluation) in model.TargetNames.Zip(evaluations))
                streams.Output.WriteLine($"{(evaluations.Count > 1 ? $"{name}: " : "")}{MetricsInWords.Format(evaluation, LearningTask.Regress)} ({TrainReport.Counted(evaluation.Samples, "sample")})");
        }
        return ExitCode.Done;
    }

    private static void WriteText(Messages messages, Evaluation evaluation, TrainedModel model)
    {
        messages.Writer.WriteLine($"{MetricsInWords.Format(evaluation, model.Task)} ({TrainReport.Counted(evaluation.Samples, "sample")})");
        ConfusionTable.Write(messages.Console, evaluation, model.Classes);
    }
}
