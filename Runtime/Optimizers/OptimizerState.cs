namespace NeuralGpu;

/// <summary>What an optimizer keeps between updates, on a device: none, one or two numbers for each parameter.</summary>
internal sealed class OptimizerState : IDisposable
{
    private readonly Optimizer optimizer;
    private readonly OperationCache operations;
    private readonly DeviceParameters parameters;
    private readonly DeviceParameters gradient;
    private readonly DeviceParameters[] moments;
    private readonly int layers;
    private readonly bool decaysBiases;

    public OptimizerState(Device device, Network network, TrainingOptions options, DeviceParameters parameters, DeviceParameters gradient, IReadOnlyList<Network> moments)
    {
        optimizer = options.Optimizer;
        decaysBiases = options.PenalizeBiases && options.TrainBiases;
        operations = device.Operations;
        this.parameters = parameters;
        this.gradient = gradient;
        layers = network.Layers.Count;
        this.moments = new DeviceParameters[optimizer.MomentsPerParameter];
        for (int i = 0; i < this.moments.Length; i++)
            this.moments[i] = moments.Count == 0 ? DeviceParameters.Zeros(device, network) : DeviceParameters.Upload(device, moments[i]);
    }

    /// <summary>The numbers, in the order in which the optimizer names them.</summary>
    public IReadOnlyList<DeviceParameters> Moments => moments;

    /// <summary>Queues one update: a single launch, or two a layer when only weights decay.</summary>
    public void Update(double learningRate, int batchSize, long number)
    {
        var update = new ParameterUpdate
        {
            Operations = operations,
            Parameters = parameters.All,
            Gradient = gradient.All,
            FirstMoment = moments.Length > 0 ? moments[0].All : default,
            SecondMoment = moments.Length > 1 ? moments[1].All : default,
            LearningRate = learningRate,
            BatchSize = batchSize,
            Number = number,
            IsDecayed = true,
        };
        if (!optimizer.HasDecay || decaysBiases)
        {
            optimizer.Update(update);
            return;
        }
        for (int i = 0; i < layers; i++)
        {
            (long offset, long length) = parameters.WeightsRange(i);
            optimizer.Update(update.Slice(offset, length, isDecayed: true));
            (offset, length) = parameters.BiasesRange(i);
            optimizer.Update(update.Slice(offset, length, isDecayed: false));
        }
    }

    public void Dispose()
    {
        foreach (DeviceParameters values in moments)
            values.Dispose();
    }
}
