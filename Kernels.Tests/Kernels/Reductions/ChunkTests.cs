using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The sums that norms and distances are joined from, bit for bit, on every device.</summary>
public class ChunkTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ChunkSums_AnyLength_AreChainsOfAdditions(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in Lengths(name))
        {
            float[] values = DeviceMatrices.Random(61, length);
            using DeviceBuffer<float> buffer = DeviceMatrices.Upload(device, values), sums = device.AllocateFloats(Chunks(length));
            device.Operations.Get(target => new Rowwise<ChunkSums>(target)).Run(new ChunkSums(buffer.View().Slice(0, length), sums.View()), Chunks(length), 256);
            float[] expected = [.. values.Chunk(256).Select(chunk => chunk.Aggregate(0f, (chain, value) => chain + value))];
            DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, sums, Chunks(length)), $"{length}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ChunkSquaredDistances_AnyLength_AreChainsOfFma(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in Lengths(name))
        {
            float[] v = DeviceMatrices.Random(62, length), u = DeviceMatrices.Random(63, length);
            using DeviceBuffer<float> first = DeviceMatrices.Upload(device, v), second = DeviceMatrices.Upload(device, u), squares = device.AllocateFloats(Chunks(length));
            device.Operations.Get(target => new Rowwise<ChunkSquaredDistances>(target)).Run(new ChunkSquaredDistances(first.View().Slice(0, length), second.View().Slice(0, length), squares.View()), Chunks(length), 256);
            float[] expected = [.. v.Zip(u, (a, b) => a - b).Chunk(256).Select(chunk => chunk.Aggregate(0f, (chain, d) => MathF.FusedMultiplyAdd(d, d, chain)))];
            DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, squares, Chunks(length)), $"{length}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ChunkSums_NaN_StaysInItsChunk(string name)
    {
        Device device = TestDevice.Open(name);
        float[] values = new float[257];
        values[3] = float.NaN;
        values[256] = 2f;
        using DeviceBuffer<float> buffer = DeviceMatrices.Upload(device, values), sums = device.AllocateFloats(2);
        device.Operations.Get(target => new Rowwise<ChunkSums>(target)).Run(new ChunkSums(buffer.View().Slice(0, 257), sums.View()), 2, 256);
        DeviceMatrices.AssertSameBits([float.NaN, 2f], DeviceMatrices.Download(device, sums, 2), "sums");
    }

    private static int Chunks(int length) => (length + 255) / 256;

    private static int[] Lengths(string device) => device == "simulator" ? [5, 257] : [1, 255, 256, 257, 1000];
}
