using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Gradients of a network without an update: the pass that <see cref="Trainer"/> makes for every batch, with all that it finds. Book, sections 4.1–4.4.</summary>
public static class Backpropagation
{
    /// <summary>Runs all samples forward and their losses backward: δᴸ from the loss, δˡ = (δˡ⁺¹(Wˡ⁺¹)ᵀ) ⊙ f′(zˡ), ∂C/∂Wˡ = (aˡ⁻¹)ᵀδˡ/n, ∂C/∂bˡ = Σ δˡ/n.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="device">Where to compute; every number has the same bits on every device.</param>
    /// <param name="data">At least one sample, as wide as the network; all of them are one batch in the device's memory. With sample weights, each loss and δ is that of wᵢℓᵢ.</param>
    /// <param name="loss">The loss; it must go with the network's output.</param>
    /// <exception cref="ArgumentException">The data does not fit the network or the loss, or output and loss do not go together.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public static NetworkGradients Gradients(this Network network, Device device, Dataset data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(data);
        LossPairing.Check(network.Layers[^1].Activation, loss);
        DatasetCheck.Require(network, data, loss, nameof(data));
        return device.FreeingOnFailure(() => Run(network, device, data, loss));
    }

    private static NetworkGradients Run(Network network, Device device, Dataset data, Loss loss)
    {
        int samples = data.Count;
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, onDevice, parameters, new TrainingOptions { Loss = loss }, samples);
        using DeviceBuffer<int> rows = device.AllocateInts(samples);
        using DeviceBuffer<float> losses = device.AllocateFloats(samples);
        using DeviceBuffer<float> inputGradients = device.AllocateFloats((long)samples * network.Inputs);
        rows.Upload([.. Enumerable.Range(0, samples)]);

        step.ComputeGradient(rows.Elements.SubView(0, samples), losses.View().Slice(0, samples), number: 1);
        step.FinishOutputs(samples);
        MatrixView toInputs = inputGradients.AsMatrix(samples, network.Inputs);
        device.Operations.Get(target => new Gemm<NoEpilogue>(target)).Run(GemmLayout.NT, 1f, step.Deltas(0, samples), parameters.Weights(0), 0f, toInputs, default);

        Network sums = step.Gradient.Download(device); // It waits for the device.
        return new NetworkGradients(
            Download(losses.AsMatrix(samples, 1)),
            [.. sums.Layers.Select((layer, i) => new LayerGradients(
                Download(step.Outputs(i, samples)),
                Download(step.Deltas(i, samples)),
                Mean(layer.Weights, samples),
                Mean(layer.Biases, samples)))],
            Download(toInputs));
    }

    private static float[] Download(MatrixView matrix)
    {
        var values = new float[checked(matrix.Rows * matrix.Columns)];
        matrix.Data.CopyTo(values, values.Length);
        return values;
    }

    private static float[] Mean(float[] sums, int samples) => [.. sums.Select(sum => sum / samples)];
}
