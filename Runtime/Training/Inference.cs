namespace NeuralGpu;

/// <summary>Runs and measures trained networks on a device.</summary>
public static class Inference
{
    // Rows at a time; never changes a result.
    private const int BlockRows = 1024;

    /// <summary>The network's outputs, [samples × outputs], for inputs [samples × inputs], one sample a row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="device">Where to compute; the outputs are the same on every device.</param>
    /// <param name="inputs">[samples × inputs], row-major; empty gives empty.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the network's inputs, or a value is not finite.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public static float[] Predict(this Network network, Device device, float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(inputs);
        DatasetCheck.RequireInputs(network, inputs, nameof(inputs));
        return device.FreeingOnFailure(() => Run(network, device, inputs));
    }

    /// <summary>Loss and metrics of a network on a data set.</summary>
    /// <param name="network">The network.</param>
    /// <param name="device">Where to compute; the figures are the same on every device.</param>
    /// <param name="data">At least one sample, as wide as the network.</param>
    /// <param name="loss">The loss to report; it must go with the network's output.</param>
    /// <exception cref="ArgumentException">The data does not fit the network or the loss.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public static Evaluation Evaluate(this Network network, Device device, Dataset data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(data);
        LossPairing.Check(network.Layers[^1].Activation, loss);
        DatasetCheck.Require(network, data, loss, nameof(data));
        return device.FreeingOnFailure(() =>
        {
            using DeviceParameters parameters = DeviceParameters.Upload(device, network);
            using var evaluator = new Evaluator(device, network, parameters, data, loss);
            return evaluator.Run();
        });
    }

    private static float[] Run(Network network, Device device, float[] inputs)
    {
        int samples = inputs.Length / network.Inputs;
        var outputs = new float[samples * network.Outputs];
        int block = Math.Min(BlockRows, Math.Max(samples, 1));
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var forward = new ForwardPass(device, network, parameters, block);
        using DeviceBuffer<float> blockInputs = device.AllocateFloats((long)block * network.Inputs);
        for (int first = 0; first < samples; first += block)
        {
            int rows = Math.Min(block, samples - first);
            blockInputs.UploadFirst(inputs[(first * network.Inputs)..((first + rows) * network.Inputs)], rows * network.Inputs);
            bool isSoftmax = network.Layers[^1].Activation == Activation.Softmax;
            forward.Run(blockInputs.AsMatrix(rows, network.Inputs), lastAsZ: isSoftmax);
            if (isSoftmax)
                forward.FinishOutputs(rows);
            device.Synchronize();
            var blockOutputs = new float[rows * network.Outputs];
            forward.Outputs(network.Layers.Count - 1, rows).Data.CopyTo(blockOutputs, blockOutputs.Length);
            blockOutputs.CopyTo(outputs, first * network.Outputs);
        }
        return outputs;
    }
}
