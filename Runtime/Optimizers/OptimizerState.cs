using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What an optimizer keeps between updates, on a device: none, one or two numbers for each parameter.</summary>
internal sealed class OptimizerState : IDisposable
{
    private readonly Optimizer optimizer;
    private readonly OperationCache operations;
    private readonly DeviceParameters parameters;
    private readonly DeviceParameters gradient;
    private readonly DeviceParameters[] moments;
    private readonly DeviceBuffer<float> numbers;
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
        numbers = device.AllocateFloats(UpdateNumbers.Length);
        this.moments = new DeviceParameters[optimizer.MomentsPerParameter];
        for (int i = 0; i < this.moments.Length; i++)
            this.moments[i] = moments.Count == 0 ? DeviceParameters.Zeros(device, network) : DeviceParameters.Upload(device, moments[i]);
    }

    /// <summary>How many floats the moments and the numbers of an update take.</summary>
    /// <param name="parameters">What <see cref="DeviceParameters"/> take.</param>
    /// <param name="moments">What the optimizer keeps for each of them.</param>
    public static long FloatsOf(long parameters, int moments) => (moments * parameters) + UpdateNumbers.Length;

    /// <summary>The numbers, in the order in which the optimizer names them.</summary>
    public IReadOnlyList<DeviceParameters> Moments => moments;

    /// <summary>Where the numbers of the next update belong, in the device's memory.</summary>
    public FloatView Numbers => numbers.View();

    /// <summary>The numbers of an update.</summary>
    /// <param name="learningRate">ηₜ.</param>
    /// <param name="batchSize">b.</param>
    /// <param name="number">t, from 1.</param>
    public UpdateNumbers NumbersOf(double learningRate, int batchSize, long number)
    {
        UpdateNumbers numbers = optimizer.Numbers(learningRate, batchSize, number);
        return decaysBiases ? numbers with { KeepOfBiases = numbers.Keep } : numbers;
    }

    /// <summary>Queues one update with the numbers that are in place: a single launch, or two a layer when only weights decay.</summary>
    /// <param name="batchSize">b, samples that the gradient was summed over.</param>
    public void Update(int batchSize)
    {
        ParameterUpdate update = All(batchSize);
        if (!optimizer.HasDecay || decaysBiases)
        {
            optimizer.Update(update);
            return;
        }
        for (int i = 0; i < layers; i++)
        {
            (long offset, long length) = parameters.WeightsRange(i);
            optimizer.Update(update.Slice(offset, length, areBiases: false));
            (offset, length) = parameters.BiasesRange(i);
            optimizer.Update(update.Slice(offset, length, areBiases: true));
        }
    }

    /// <summary>Queues the gradient of a layer and its update as one launch; the gradient is then nowhere to be read. Nothing queued later may still need the layer's old weights.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="batchSize">b.</param>
    /// <param name="inputs">What the layer was fed, [b × inputs].</param>
    /// <param name="deltas">δ, [b × outputs].</param>
    public void UpdateWithGradient(int layer, int batchSize, MatrixView inputs, MatrixView deltas)
    {
        (long weights, _) = parameters.WeightsRange(layer);
        (long biases, long outputs) = parameters.BiasesRange(layer);
        optimizer.Update(All(batchSize).Slice(weights, biases + outputs - weights, areBiases: false) with
        {
            Product = new LayerProduct(inputs, deltas, gradient.Weights(layer), gradient.Biases(layer), biases - weights),
        });
    }

    public void Dispose()
    {
        numbers.Dispose();
        foreach (DeviceParameters values in moments)
            values.Dispose();
    }

    private ParameterUpdate All(int batchSize) => new()
    {
        Operations = operations,
        Parameters = parameters.All,
        Gradient = gradient.All,
        FirstMoment = moments.Length > 0 ? moments[0].All : default,
        SecondMoment = moments.Length > 1 ? moments[1].All : default,
        BatchSize = batchSize,
        Numbers = Numbers,
        AreBiases = false,
    };
}
