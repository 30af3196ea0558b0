namespace NeuralGpu.Cli;

/// <summary>What a training came to.</summary>
/// <param name="Device">Where it ran.</param>
/// <param name="Fit">What the trainer gave back.</param>
/// <param name="Model">The network with what belongs to it.</param>
/// <param name="Train">On the training rows.</param>
/// <param name="Validation">On the validation rows; null without any.</param>
/// <param name="Test">On the test rows; null without any.</param>
/// <param name="Path">Where the model was written; null when there was nothing to keep.</param>
internal sealed record TrainOutcome(DeviceInfo Device, FitOutcome Fit, TrainedModel Model, Evaluation Train, Evaluation? Validation, Evaluation? Test, string? Path)
{
    public TrainDocument ToDocument()
    {
        bool regress = Model.Task == LearningTask.Regress;
        return new TrainDocument(
            GoldenTrainings.ContractVersion,
            new TrainedOnDocument(DeviceNames.NameOf(Device.Kind), Device.Name),
            Fit.Network.ParameterCount,
            Fit.Epochs,
            Fit.Updates,
            Choices.StopReasons.NameOf(Fit.StopReason),
            Train.Loss,
            Validation?.Loss,
            Test?.Loss,
            regress ? null : Test?.Accuracy,
            Fit.Elapsed.TotalSeconds,
            Fit.SamplesPerSecond,
            Fit.Network.WeightsSha256(),
            Path)
        {
            TrainSamples = Train.Samples,
            ValidationSamples = Validation?.Samples ?? 0,
            TestSamples = Test?.Samples ?? 0,
            TestRmse = regress ? Test?.RootMeanSquaredError : null,
            TestRSquared = regress ? Test?.RSquared : null,
            Metrics = new(MetricsDocument.Of(Train, Model.Classes), MetricsDocument.Of(Validation, Model.Classes), MetricsDocument.Of(Test, Model.Classes)),
            Coefficients = Coefficients.Of(Model),
            DeviceMemory = Fit.DeviceMemory,
            BestEpoch = Fit.BestEpoch,
            MistakesPerEpoch = Fit.MistakesPerEpoch,
            Separated = Fit.Separated,
        };
    }
}
