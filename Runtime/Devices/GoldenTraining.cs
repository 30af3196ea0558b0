using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A small training on made data whose weights are known, bit for bit.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of the weights under the contract's version.</param>
/// <param name="Samples">Rows of the made data.</param>
/// <param name="Inputs">Columns of the made data.</param>
/// <param name="Layers">The network.</param>
/// <param name="Initialization">How its weights are drawn.</param>
/// <param name="Options">How it is trained.</param>
public sealed record GoldenTraining(string Name, string Expected, int Samples, int Inputs, IReadOnlyList<LayerShape> Layers, Initialization Initialization, TrainingOptions Options)
{
    /// <summary>Runs the training on a device.</summary>
    /// <exception cref="InvalidOperationException">The training did not complete.</exception>
    public GoldenResult Run(Device device)
    {
        Network network = CreateNetwork();
        TrainingResult result = new Trainer(device, Options).Fit(network, CreateData());
        if (result.StopReason != StopReason.Completed)
            throw new InvalidOperationException($"The golden training {Name} ended with {result.StopReason}: {result.Message}");
        return new GoldenResult(Name, result.Network.WeightsSha256(), Expected);
    }

    /// <summary>The network before training.</summary>
    public Network CreateNetwork() => Network.Create(Inputs, Layers, Options.Seed, Initialization);

    /// <summary>The data: inputs uniform on [−1, 1); targets that depend on which of the first inputs is largest, one-hot for several outputs, 0 or 1 for one.</summary>
    public Dataset CreateData()
    {
        int outputs = Layers[^1].Outputs;
        var inputs = new float[Samples * Inputs];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = UniformDraw.MinusOneToOne(Philox4x32.Draw(Options.Seed, RandomPurpose.GoldenData, step: 0, (ulong)i));
        var targets = new float[Samples * outputs];
        int candidates = Math.Min(Inputs, Math.Max(outputs, 2));
        for (int i = 0; i < Samples; i++)
        {
            int largest = 0;
            for (int j = 1; j < candidates; j++)
            {
                if (inputs[(i * Inputs) + j] > inputs[(i * Inputs) + largest])
                    largest = j;
            }
            if (outputs == 1)
                targets[i] = largest == 0 ? 1f : 0f;
            else
                targets[(i * outputs) + largest] = 1f;
        }
        return new Dataset(inputs, Inputs, targets, outputs);
    }
}
