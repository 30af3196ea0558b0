using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Activations by themselves, computed on a device as layers compute them. Book, section 3.4 and figure 3.3.</summary>
public static class ActivationFunctions
{
    /// <summary>f(z) of every number.</summary>
    /// <param name="activation">Any but softmax, which is a function of a whole row.</param>
    /// <param name="device">Where to compute; the results have the same bits on every device.</param>
    /// <param name="z">Any numbers; empty gives empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The activation is softmax or no activation at all.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    public static float[] Values(this Activation activation, Device device, float[] z)
        => Run(activation, device, z, (operations, values) => operations.Activate(values));

    /// <summary>f′(z) of every number, from f(z) as back-propagation takes it; ReLU′(0) = 0.</summary>
    /// <inheritdoc cref="Values"/>
    public static float[] Derivatives(this Activation activation, Device device, float[] z)
        => Run(activation, device, z, (operations, values) =>
        {
            operations.Activate(values);
            operations.Differentiate(values);
        });

    private static float[] Run(Activation activation, Device device, float[] z, Action<DenseOperations, MatrixView> compute)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(z);
        if (activation == Activation.Softmax)
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "Softmax is a function of a whole row, not of one number; use identity, sigmoid, tanh or ReLU.");
        DenseOperations operations = DenseOperations.For(activation, device.Operations);
        return device.FreeingOnFailure(() =>
        {
            using DeviceBuffer<float> buffer = device.AllocateFloats(z.LongLength);
            buffer.Upload(z);
            compute(operations, buffer.AsMatrix(z.Length, 1));
            device.Synchronize();
            var results = new float[z.Length];
            buffer.Download(results);
            return results;
        });
    }
}
