using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Adds the penalties' gradient to a batch's: one launch, or one a layer when biases are exempt.</summary>
internal sealed class Penalty(OperationCache operations, DeviceParameters parameters, DeviceParameters gradient, TrainingOptions options, int layers)
{
    private readonly Elementwise<PenaltyGradient> operation = operations.Get(static target => new Elementwise<PenaltyGradient>(target));
    private readonly bool includesBiases = options.PenalizeBiases && options.TrainBiases;

    /// <summary>Queues the addition.</summary>
    /// <param name="batchSize">b: the gradient is a sum over the batch.</param>
    public void Add(int batchSize)
    {
        float l2 = (float)((double)options.L2 * batchSize);
        float l1 = (float)((double)options.L1 * batchSize);
        if (includesBiases)
        {
            Add(parameters.All, gradient.All, l2, l1);
            return;
        }
        for (int i = 0; i < layers; i++)
            Add(parameters.Weights(i).Data, gradient.Weights(i).Data, l2, l1);
    }

    private void Add(FloatView weights, FloatView weightsGradient, float l2, float l1)
        => operation.Run(new PenaltyGradient(weights, weightsGradient, l2, l1), weights.Length);
}
