using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>What <c>train</c> tells a person.</summary>
internal static class TrainReport
{
    public static void WriteSettings(TextWriter writer, TrainPlan plan, PreparedData data, Device device)
    {
        string threads = device.Threads > 0 ? string.Create(CultureInfo.InvariantCulture, $", {device.Threads} in use") : "";
        writer.WriteLine($"{"device",-14} {device.Info.Handle()} ({device.Info.Name}{threads})");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"samples",-14} {data.Training.Count} training, {data.Validation?.Count ?? 0} validation, {data.Test?.Count ?? 0} test; {plan.Inputs} features"));
        foreach ((string option, string value) in plan.Settings())
            writer.WriteLine($"{option,-14} {value}");
        writer.WriteLine($"{"out",-14} {plan.Out}");
        writer.WriteLine();
    }

    public static void WriteOutcome(TextWriter writer, TrainOutcome outcome, LearningTask task)
    {
        TrainingResult result = outcome.Result;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Choices.StopReasons.NameOf(result.StopReason)} after {Counted(result.History.Count, "epoch")}, {Counted(result.Updates, "update")}, {result.Elapsed.TotalSeconds:0.00} s ({result.SamplesPerSecond:N0} samples/s)"));
        WriteEvaluation(writer, "train", outcome.Train, task);
        WriteEvaluation(writer, "validation", outcome.Validation, task);
        WriteEvaluation(writer, "test", outcome.Test, task);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"parameters",-11}{result.Network.ParameterCount}, sha256 {result.Network.WeightsSha256()}"));
        if (outcome.Model is not null)
            writer.WriteLine($"Model written to {outcome.Model}");
        else
            writer.WriteLine("No model written: there was no update yet.");
    }

    public static string Metrics(Evaluation evaluation, LearningTask task) => task == LearningTask.Classify
        ? string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:0.00000}, accuracy {evaluation.Accuracy:0.0000}")
        : string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:G6}, rmse {evaluation.RootMeanSquaredError:G6}, R² {evaluation.RSquared:0.0000}");

    public static string Counted(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static void WriteEvaluation(TextWriter writer, string set, Evaluation? evaluation, LearningTask task)
    {
        if (evaluation is not null)
            writer.WriteLine($"{set,-11}{Metrics(evaluation, task)} ({Counted(evaluation.Samples, "sample")})");
    }
}
