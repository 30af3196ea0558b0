using System.Globalization;

namespace NeuralGpu.Tests;

public class ReadmeTests
{
    [Fact]
    public void Readme_FirstExample_PrintsWhatItSays()
    {
        Dataset dataset = BuiltInData.Load("digits").ToDataset(outputs: 10);
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(64, [new(32, Activation.Sigmoid), new(10, Activation.Softmax)], seed: 1);
        var options = new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.5f, BatchSize = 32, Epochs = 60 };
        TrainingResult result = new Trainer(device, options).Fit(network, dataset, cancellationToken: TestContext.Current.CancellationToken);
        string printed = string.Create(CultureInfo.InvariantCulture, $"loss {result.History[^1].Loss:F4}, weights {result.Network.WeightsSha256()}");
        Assert.Contains(printed, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")), StringComparison.Ordinal);
    }
}
