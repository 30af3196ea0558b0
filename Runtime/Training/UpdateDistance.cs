using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>‖W⁽ᵗ⁺¹⁾ − W⁽ᵗ⁾‖ of an update: its rate times the Euclidean norm of the gradient, the norm joined from chunks in binary64.</summary>
internal sealed class UpdateDistance : IDisposable
{
    private readonly Device device;
    private readonly DeviceParameters gradient;
    private readonly Rowwise<ChunkSquares> squares;
    private readonly DeviceBuffer<float> chunks;
    private readonly float[] hostChunks;

    public UpdateDistance(Device device, DeviceParameters gradient)
    {
        this.device = device;
        this.gradient = gradient;
        squares = device.Operations.Get(target => new Rowwise<ChunkSquares>(target));
        hostChunks = new float[(gradient.All.Length + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength];
        chunks = device.AllocateFloats(hostChunks.Length);
    }

    /// <summary>Waits for the last update and says whether it moved the parameters by less than the tolerance.</summary>
    public bool IsBelow(float tolerance, float rate)
    {
        squares.Run(new ChunkSquares(gradient.All, chunks.View()), hostChunks.Length, DotProduct.ChunkLength);
        device.Synchronize();
        chunks.Download(hostChunks);
        double sum = 0;
        foreach (float chunk in hostChunks)
            sum += chunk;
        return rate * Math.Sqrt(sum) < tolerance;
    }

    public void Dispose() => chunks.Dispose();
}
