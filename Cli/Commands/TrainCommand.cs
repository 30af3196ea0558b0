using System.CommandLine;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary><c>train</c>: fits a network to data and writes it to a file.</summary>
internal static class TrainCommand
{
    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "train",
            "Train a network on a built-in data set, a CSV file or a folder of IDX files. What no option says is chosen sensibly and printed.",
            "neuralgpu train digits",
            "neuralgpu train digits --hidden 32 --activation sigmoid --learning-rate 0.5 --epochs 60",
            "neuralgpu train houses.csv --target price --task regress --hidden 64,64 --validation 0.1",
            "neuralgpu train /usr/share/datasets/fashion-mnist --device cpu --threads 2 --json",
            "neuralgpu train iris --output sigmoid --loss mse --schedule inverse-sqrt --out iris.safetensors");
        var options = new TrainOptions();
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), options.Device.Read(parsed), streams));
        return command;
    }

    private static int Run(TrainRequest request, DeviceChoice choice, Streams streams)
    {
        if (request is { Output: { } output, Loss: { } loss })
            Pairing.RequireAllowed(output, loss);
        if (request.Out is not null)
            OutputFile.RequireWritablePlace("--out", request.Out, request.Data);

        using var signals = new StopSignals();
        TrainingData data = DataSource.ForTraining(request.Data, request.Target, request.Task);
        TrainPlan plan = TrainPlan.Resolve(request, data);
        OutputFile.RequireWritablePlace("--out", plan.Out, request.Data);
        PreparedData prepared = PreparedData.From(data, plan);
        Network start = plan.NewNetwork(prepared.Training);
        signals.Token.ThrowIfCancellationRequested();

        using Device device = choice.Open(streams.Error);
        Messages messages = streams.For(request.Json);
        if (!request.Quiet)
            TrainReport.WriteSettings(messages.Writer, plan, prepared, device);
        var trainer = new Trainer(device, plan.Training);
        TrainingResult result = TrainingDisplay.Run(messages, request.Quiet, progress =>
            trainer.Fit(start, prepared.Training, prepared.Validation, progress, signals.Token));

        // Saved before it is evaluated, so that a second Ctrl-C from here on loses nothing.
        string? saved = Save(result, plan, prepared, data, device);
        var outcome = new TrainOutcome(
            device.Info,
            result,
            result.Network.Evaluate(device, prepared.Training, plan.Training.Loss),
            prepared.Validation is null ? null : result.Network.Evaluate(device, prepared.Validation, plan.Training.Loss),
            prepared.Test is null ? null : result.Network.Evaluate(device, prepared.Test, plan.Training.Loss),
            saved);
        if (request.Json)
            JsonOutput.Write(streams.Output, outcome.ToDocument(plan.Task), JsonOutput.Default.TrainDocument);
        if (!request.Json || !request.Quiet)
            TrainReport.WriteOutcome(messages.Writer, outcome, plan.Task);
        if (result.StopReason is StopReason.Diverged)
            streams.Error.WriteLine($"error: {result.Message}");
        return ExitCode.Of(result.StopReason);
    }

    /// <summary>Writes the model, unless training was cancelled before it changed anything.</summary>
    /// <returns>Where it was written; null when it was not.</returns>
    private static string? Save(TrainingResult result, TrainPlan plan, PreparedData prepared, TrainingData data, Device device)
    {
        if (result.StopReason == StopReason.Cancelled && result.Updates == 0)
            return null;
        string path = result.StopReason == StopReason.Diverged ? ModelFile.PathForDiverged(plan.Out) : plan.Out;
        LabeledData rows = data.Training;
        Dictionary<string, string> training = plan.Settings().ToDictionary(setting => setting.Option, setting => setting.Value);
        training["data"] = data.Name;
        training["device"] = DeviceNames.NameOf(device.Info.Kind);
        training["updates"] = result.Updates.ToString(CultureInfo.InvariantCulture);
        training["stop-reason"] = Choices.StopReasons.NameOf(result.StopReason);
        new TrainedModel(result.Network, plan.Training.Loss, plan.Task, rows.FeatureNames, rows.TargetName, rows.Classes, prepared.Standardization, training).Save(path);
        return path;
    }
}
