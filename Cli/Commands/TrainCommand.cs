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
            "Train a linear model, a perceptron or a network on a built-in data set, a CSV file or a folder of IDX files. What no option says is chosen sensibly and printed.",
            "neuralgpu train digits",
            "neuralgpu train digits --hidden 32 --activation sigmoid --learning-rate 0.5 --epochs 60",
            "neuralgpu train houses.csv --target price --task regress --hidden 64,64 --validation 0.1",
            "neuralgpu train /usr/share/datasets/fashion-mnist --device cpu --threads 2 --json",
            "neuralgpu train iris --output sigmoid --loss mse --schedule inverse-sqrt --out iris.safetensors",
            "neuralgpu train houses.csv --target price --task regress --model linear --degree 2 --epochs 500",
            "neuralgpu train iris --model linear --loss squared-hinge --l2 0.01",
            "neuralgpu train digits --optimizer adam --dropout 0.2 --validation 0.1 --early-stopping accuracy --epochs 200");
        var options = new TrainOptions();
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), options.Device.Read(parsed), streams));
        return command;
    }

    private static int Run(TrainRequest request, DeviceChoice choice, Streams streams)
    {
        OptionConflicts.Refuse(request);
        if (request.Out is not null)
            OutputFile.RequireWritablePlace("--out", request.Out, request.Data);

        using var signals = new StopSignals();
        TrainingData data = DataSource.ForTraining(request.Data, request.Target, request.Task);
        TrainPlan plan = TrainPlan.Resolve(request, data);
        OutputFile.RequireWritablePlace("--out", plan.Out, request.Data);
        PreparedData prepared = PreparedData.From(data, plan);
        plan = plan.ForRows(prepared.Training.Count);
        ValidationTargets.RequireVariation(plan, prepared);
        signals.Token.ThrowIfCancellationRequested();

        using Device device = choice.Open(streams.Error);
        Messages messages = streams.For(request.Json);
        if (!request.Quiet)
            TrainReport.WriteSettings(messages.Writer, plan, prepared, device);
        FitOutcome fit = Fitting.Run(plan, prepared, device, messages, request.Quiet, signals.Token);

        // Saved before it is evaluated, so that a second Ctrl-C from here on loses nothing.
        TrainedModel model = ModelOf(fit, plan, prepared, data, device);
        string? saved = Save(model, fit, plan);
        var outcome = new TrainOutcome(
            device.Info,
            fit,
            model,
            fit.Network.Evaluate(device, prepared.Training, plan.Training.Loss),
            prepared.Validation is null ? null : fit.Network.Evaluate(device, prepared.Validation, plan.Training.Loss),
            prepared.Test is null ? null : fit.Network.Evaluate(device, prepared.Test, plan.Training.Loss),
            saved);
        if (request.Json)
            JsonOutput.Write(streams.Output, outcome.ToDocument(), JsonOutput.Default.TrainDocument);
        if (!request.Json || !request.Quiet)
            TrainReport.WriteOutcome(messages, outcome);
        if (fit.StopReason is StopReason.Diverged)
            streams.Error.WriteLine($"error: {fit.Message}");
        return ExitCode.Of(fit.StopReason);
    }

    private static TrainedModel ModelOf(FitOutcome fit, TrainPlan plan, PreparedData prepared, TrainingData data, Device device)
    {
        LabeledData rows = data.Training;
        Dictionary<string, string> training = PlanInWords.Settings(plan).ToDictionary(setting => setting.Option, setting => setting.Value);
        training["data"] = data.Name;
        training["device"] = DeviceNames.NameOf(device.Info.Kind);
        training["updates"] = fit.Updates.ToString(CultureInfo.InvariantCulture);
        training["stop-reason"] = Choices.StopReasons.NameOf(fit.StopReason);
        return new TrainedModel(fit.Network, plan.Training.Loss, plan.Task, rows.FeatureNames, rows.TargetName, rows.Classes, prepared.Standardization, training)
        {
            Degree = plan.Degree,
        };
    }

    /// <summary>Writes the model, unless training was cancelled before it changed anything.</summary>
    /// <returns>Where it was written; null when it was not.</returns>
    private static string? Save(TrainedModel model, FitOutcome fit, TrainPlan plan)
    {
        if (fit.StopReason == StopReason.Cancelled && fit.Updates == 0)
            return null;
        string path = fit.StopReason == StopReason.Diverged ? ModelFile.PathForDiverged(plan.Out) : plan.Out;
        model.Save(path);
        return path;
    }
}
