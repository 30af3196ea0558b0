using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The operations of the normal equations against plain loops, bit for bit, on every device.</summary>
public sealed class SolveOperationTests
{
    // Rows around the chunk of 256, columns around the registers' 2, 4 and 8 lanes.
    private static readonly (int Rows, int Columns, int Stride, int Targets)[] Shapes =
        [(1, 1, 1, 1), (5, 3, 3, 2), (255, 4, 4, 1), (256, 5, 10, 1), (257, 8, 9, 3), (513, 9, 9, 2), (700, 33, 33, 1)];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Gram_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, AssertGram);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Gram_OnSomeThreads_HasTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        foreach ((int rows, int columns, int stride, int targets) in Shapes)
            AssertGram(device, rows, columns, stride, targets);
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Gram_OfNoRows_IsZero(string name)
    {
        Device device = TestDevice.Open(name);
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Unwritten(4);
        device.Operations.Get(target => new Gram(target)).Run(memory.Upload([]).AsMatrix(0, 2), memory.Upload([1, 2]).View(), gram.AsMatrix(2, 2));
        Assert.Equal([0, 0, 0, 0], memory.Download(gram, 4));
    }

    [Fact]
    public void Gram_WiderThanX_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[9]);
        var gram = new Gram(device.Target);
        Assert.Throws<ArgumentException>(() => gram.Run(x.AsMatrix(3, 2), x.View(), x.AsMatrix(3, 3)));
        Assert.Throws<ArgumentException>(() => gram.Run(x.AsMatrix(3, 3), x.View(), x.AsMatrix(3, 2)));
    }

    private static void ForEachShape(string name, Action<Device, int, int, int, int> check)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns, int stride, int targets) in name == "simulator" ? [Shapes[1], Shapes[3] with { Columns = 2, Stride = 2, Rows = 257 }] : Shapes)
            check(device, rows, columns, stride, targets);
    }

    private static void AssertGram(Device device, int rows, int columns, int stride, int targets)
    {
        double[] x = Draw(41, rows * stride);
        double[] shifts = Draw(42, columns);
        var expected = new double[columns * columns];
        for (int at = 0; at < expected.Length; at++)
        {
            (int j, int k) = (at / columns, at % columns);
            expected[at] = Chunked<double>(rows, (row, sum) => Math.FusedMultiplyAdd(x[(row * stride) + j] - shifts[j], x[(row * stride) + k] - shifts[k], sum), (a, b) => a + b);
        }
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Unwritten(expected.Length);
        device.Operations.Get(target => new Gram(target)).Run(memory.Upload(x).AsMatrix(rows, stride), memory.Upload(shifts).View(), gram.AsMatrix(columns, columns));
        Assert.Equal(expected, memory.Download(gram, expected.Length));
    }

    private static T Chunked<T>(int rows, Func<int, T, T> add, Func<T, T, T> join)
        where T : struct
    {
        T[] chunks = [.. Enumerable.Range(0, rows).Chunk(DotProduct.ChunkLength).Select(chunk => chunk.Aggregate(default(T), (sum, row) => add(row, sum)))];
        return chunks.Aggregate(join);
    }

    private static double[] Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.4) * Math.ScaleB(1, random.Next(-8, 8)))];
    }
}
