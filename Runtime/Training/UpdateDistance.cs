using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>‖W⁽ᵗ⁺¹⁾ − W⁽ᵗ⁾‖ of an update, the squares in the contract's chunks, joined in binary64.</summary>
/// <remarks>For gradient descent it is the rate times the norm of the gradient; for optimizers with a memory the parameters before the update are kept and compared.</remarks>
internal sealed class UpdateDistance : IDisposable
{
    private readonly Device device;
    private readonly DeviceParameters parameters;
    private readonly DeviceParameters gradient;
    private readonly DeviceParameters? before;
    private readonly Rowwise<ChunkSquares> squares;
    private readonly Rowwise<ChunkSquaredDistances> distances;
    private readonly DeviceBuffer<float> chunks;
    private readonly float[] hostChunks;

    public UpdateDistance(Device device, Network network, DeviceParameters parameters, DeviceParameters gradient, Optimizer optimizer)
    {
        this.device = device;
        this.parameters = parameters;
        this.gradient = gradient;
        before = optimizer is Sgd ? null : DeviceParameters.Zeros(device, network);
        squares = device.Operations.Get(static target => new Rowwise<ChunkSquares>(target));
        distances = device.Operations.Get(static target => new Rowwise<ChunkSquaredDistances>(target));
        hostChunks = new float[(gradient.All.Length + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength];
        chunks = device.AllocateFloats(hostChunks.Length);
    }

    /// <summary>How many floats the chunks' sums take, and the parameters before the update where they are kept.</summary>
    /// <param name="parameters">What <see cref="DeviceParameters"/> take.</param>
    /// <param name="optimizer">Whose updates are measured.</param>
    public static long FloatsOf(long parameters, Optimizer optimizer)
        => ((parameters + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength) + (optimizer is Sgd ? 0 : parameters);

    /// <summary>To be called before every update.</summary>
    public void BeginUpdate()
    {
        if (before is not null)
            parameters.CopyTo(before);
    }

    /// <summary>Waits for the last update and says whether it moved the parameters by less than the tolerance.</summary>
    /// <param name="tolerance">The distance to compare with.</param>
    /// <param name="rate">ηₜ/b, rounded to binary32.</param>
    public bool IsBelow(float tolerance, float rate)
    {
        if (before is null)
            squares.Run(new ChunkSquares(gradient.All, chunks.View()), hostChunks.Length, DotProduct.ChunkLength);
        else
            distances.Run(new ChunkSquaredDistances(parameters.All, before.All, chunks.View()), hostChunks.Length, DotProduct.ChunkLength);
        device.Synchronize();
        chunks.Download(hostChunks);
        double sum = 0;
        foreach (float chunk in hostChunks)
            sum += chunk;
        return (before is null ? rate : 1) * Math.Sqrt(sum) < tolerance;
    }

    public void Dispose()
    {
        chunks.Dispose();
        before?.Dispose();
    }
}
