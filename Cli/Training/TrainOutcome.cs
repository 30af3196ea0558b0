namespace NeuralGpu.Cli;

/// <summary>What a training came to.</summary>
/// <param name="Device">Where it ran.</param>
/// <param name="Result">What the trainer gave back.</param>
/// <param name="Train">On the training rows.</param>
/// <param name="Validation">On the validation rows; null without any.</param>
/// <param name="Test">On the test rows; null without any.</param>
/// <param name="Model">Where the model was written; null when there was nothing to keep.</param>
internal sealed record TrainOutcome(DeviceInfo Device, TrainingResult Result, Evaluation Train, Evaluation? Validation, Evaluation? Test, string? Model)
{
    public TrainDocument ToDocument(LearningTask task)
    {
        bool regress = task == LearningTask.Regress;
        return new TrainDocument(
            GoldenTrainings.ContractVersion,
            new TrainedOnDocument(DeviceNames.NameOf(Device.Kind), Device.Name),
            Result.Network.ParameterCount,
            Result.History.Count,
            Result.Updates,
            Choices.StopReasons.NameOf(Result.StopReason),
            Train.Loss,
            Validation?.Loss,
            Test?.Loss,
            regress ? null : Test?.Accuracy,
            Result.Elapsed.TotalSeconds,
            Result.SamplesPerSecond,
            Result.Network.WeightsSha256(),
            Model)
        {
            TrainSamples = Train.Samples,
            ValidationSamples = Validation?.Samples ?? 0,
            TestSamples = Test?.Samples ?? 0,
            TestRmse = regress ? Test?.RootMeanSquaredError : null,
            TestRSquared = regress ? Test?.RSquared : null,
        };
    }
}
