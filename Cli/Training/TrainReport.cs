using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>What <c>train</c> tells a person.</summary>
internal static class TrainReport
{
    private const int MostMistakesShown = 20;

    public static void WriteSettings(TextWriter writer, TrainPlan plan, PreparedData data, Device device)
    {
        string threads = device.Threads > 0 ? string.Create(CultureInfo.InvariantCulture, $", {device.Threads} in use") : "";
        writer.WriteLine($"{"device",-14} {device.Info.Handle()} ({device.Info.Name}{threads})");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"samples",-14} {data.Training.Count} training, {data.Validation?.Count ?? 0} validation, {data.Test?.Count ?? 0} test; {plan.Features} features"));
        foreach ((string option, string value) in PlanInWords.Settings(plan))
            writer.WriteLine($"{option,-14} {value}");
        writer.WriteLine($"{"out",-14} {plan.Out}");
        if (plan.Model != ModelKind.Perceptron)
            writer.WriteLine($"{"device memory",-14} {MemoryOf(plan, data, device)}");
        writer.WriteLine();
    }

    public static void WriteOutcome(Messages messages, TrainOutcome outcome)
    {
        TextWriter writer = messages.Writer;
        FitOutcome fit = outcome.Fit;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Choices.StopReasons.NameOf(fit.StopReason)} after {Counted(fit.Epochs, "epoch")}, {Counted(fit.Updates, "update")}, {fit.Elapsed.TotalSeconds:0.00} s ({fit.SamplesPerSecond:N0} samples/s)"));
        if (fit.BestEpoch is { } best)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The network is that of epoch {best}, the best one."));
        if (fit is { Separated: not null, StopReason: StopReason.Converged or StopReason.Completed })
            writer.WriteLine(fit.Message);
        if (fit.MistakesPerEpoch is { } mistakes)
            writer.WriteLine($"{"mistakes",-11}{string.Join(", ", mistakes.Take(MostMistakesShown))}{(mistakes.Count > MostMistakesShown ? $", … {mistakes[^1]}" : "")} (by epoch)");
        WriteEvaluation(writer, "train", outcome.Train, outcome.Model.Task);
        WriteEvaluation(writer, "validation", outcome.Validation, outcome.Model.Task);
        WriteEvaluation(writer, "test", outcome.Test, outcome.Model.Task);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"parameters",-11}{fit.Network.ParameterCount}, sha256 {fit.Network.WeightsSha256()}"));
        ConfusionTable.Write(messages.Console, outcome.Test, outcome.Model.Classes);
        if (Coefficients.Of(outcome.Model) is { } coefficients)
            CoefficientTable.Write(messages, coefficients);
        if (outcome.Path is not null)
            writer.WriteLine($"Model written to {outcome.Path}");
        else
            writer.WriteLine("No model written: there was no update yet.");
    }

    public static string Counted(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static TrainingMemory MemoryOf(TrainPlan plan, PreparedData data, Device device)
        => new Trainer(device, plan.Training).MemoryOf([plan.Inputs, .. plan.Hidden, plan.Outputs], ShapeOf(data.Training), data.Validation is null ? null : ShapeOf(data.Validation));

    private static DatasetShape ShapeOf(Dataset data) => new(data.Count, data.SampleWeights is not null);

    private static void WriteEvaluation(TextWriter writer, string set, Evaluation? evaluation, LearningTask task)
    {
        if (evaluation is not null)
            writer.WriteLine($"{set,-11}{MetricsInWords.Format(evaluation, task)} ({Counted(evaluation.Samples, "sample")})");
    }
}
