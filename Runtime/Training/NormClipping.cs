using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Scales a gradient down to the largest norm allowed, without the host's help.</summary>
/// <remarks>Σg² is joined in three levels, each in the contract's order: chunks of 256 elements, groups of 256 chunks, all groups.</remarks>
internal sealed class NormClipping : IDisposable
{
    private readonly DeviceParameters gradient;
    private readonly float limit;
    private readonly Rowwise<ChunkSquares> squares;
    private readonly Rowwise<ChunkSums> sums;
    private readonly Rowwise<ClipScale> clip;
    private readonly Elementwise<Scaling> scaling;
    private readonly DeviceBuffer<float> chunks;
    private readonly DeviceBuffer<float> groups;
    private readonly DeviceBuffer<float> scale;
    private readonly int chunkCount;
    private readonly int groupCount;

    public NormClipping(Device device, DeviceParameters gradient, float limit)
    {
        this.gradient = gradient;
        this.limit = limit;
        squares = device.Operations.Get(static target => new Rowwise<ChunkSquares>(target));
        sums = device.Operations.Get(static target => new Rowwise<ChunkSums>(target));
        clip = device.Operations.Get(static target => new Rowwise<ClipScale>(target));
        scaling = device.Operations.Get(static target => new Elementwise<Scaling>(target));
        chunkCount = checked((int)Chunks(gradient.All.Length));
        groupCount = checked((int)Chunks(chunkCount));
        chunks = device.AllocateFloats(chunkCount);
        groups = device.AllocateFloats(groupCount);
        scale = device.AllocateFloats(ClipScale.Copies);
    }

    /// <summary>How many floats the sums and the factor take.</summary>
    /// <param name="parameters">What <see cref="DeviceParameters"/> take.</param>
    public static long FloatsOf(long parameters)
    {
        long chunks = Chunks(parameters);
        return chunks + Chunks(chunks) + ClipScale.Copies;
    }

    /// <summary>Queues the clipping.</summary>
    /// <param name="batchSize">b: the gradient is a sum over the batch, the limit is meant for its mean.</param>
    public void Run(int batchSize)
    {
        FloatView chunkSums = chunks.View().Slice(0, chunkCount);
        FloatView groupSums = groups.View().Slice(0, groupCount);
        squares.Run(new ChunkSquares(gradient.All, chunkSums), chunkCount, DotProduct.ChunkLength);
        sums.Run(new ChunkSums(chunkSums, groupSums), groupCount, DotProduct.ChunkLength);
        clip.Run(new ClipScale(groupSums, (float)((double)limit * batchSize), scale.View()), 1, groupCount);
        scaling.Run(new Scaling(gradient.All, scale.View()), gradient.All.Length);
    }

    public void Dispose()
    {
        chunks.Dispose();
        groups.Dispose();
        scale.Dispose();
    }

    private static long Chunks(long length) => (length + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength;
}
