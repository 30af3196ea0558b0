using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary><c>predict</c>: what a model says of each row.</summary>
internal static class PredictCommand
{
    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "predict",
            "Write a CSV row for each sample: the prediction and, for classes, the model's output for each class: p(class), or score(class) from a margin loss or a perceptron.",
            "neuralgpu predict digits.safetensors digits --out predictions.csv",
            "neuralgpu predict houses.safetensors unsold.csv > prices.csv");
        Argument<string> model = SharedOptions.Model();
        var data = new Argument<string>("DATA") { Description = DataSource.Description + " A CSV file needs the model's feature columns, by name; others are ignored." };
        var outFile = new Option<string?>("--out") { HelpName = "FILE.csv", Description = "Where to write. [default: standard output]" };
        var device = new DeviceOption();
        command.Arguments.Add(model);
        command.Arguments.Add(data);
        command.Options.Add(outFile);
        device.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), parsed.GetValue(outFile), device.Read(parsed), streams));
        return command;
    }

    private static int Run(string modelPath, string data, string? outFile, DeviceChoice choice, Streams streams)
    {
        if (outFile is not null)
            OutputFile.RequireWritablePlace("--out", outFile, modelPath, data);
        if (ModelFile.IsSolved(modelPath))
            return Run(SolvedModel.Load(modelPath), data, outFile, streams);
        TrainedModel model = ModelFile.Load(modelPath);
        FeatureTable features = DataSource.ForPrediction(data, model);
        float[] outputs;
        using (Device device = choice.Open(streams.Error))
            outputs = model.Network.Predict(device, model.InputsFrom(features.Features)); // [samples x outputs]

        var predictions = new Predictions(model, outputs);
        if (outFile is null)
        {
            predictions.WriteTo(streams.Output);
            return ExitCode.Done;
        }
        AtomicFile.Write(outFile, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            predictions.WriteTo(writer);
        });
        streams.Error.WriteLine($"{TrainReport.Counted(features.Count, "prediction")} written to {outFile}");
        return ExitCode.Done;
    }

    // A linear model needs no device: reading the rows takes longer than predicting from them.
    private static int Run(SolvedModel model, string data, string? outFile, Streams streams)
    {
        using var signals = new StopSignals();
        var predictions = new SolvedPredictions(model, SolvedPredictions.Features(data, model), signals.Token);
        if (outFile is null)
        {
            predictions.WriteTo(streams.Output);
            return ExitCode.Done;
        }
        long rows = 0;
        AtomicFile.Write(outFile, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            rows = predictions.WriteTo(writer);
        });
        streams.Error.WriteLine($"{TrainReport.Counted(rows, "prediction")} written to {outFile}");
        return ExitCode.Done;
    }
}
