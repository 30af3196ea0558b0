using System.Numerics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Symmetric products in double-double against plain loops, bit for bit, on every device; and against exact numbers within what rounding allows.</summary>
public sealed class DoubleDoubleSymmetricProductTests
{
    // Around the tiles of 8, 16 and 32 rows and the chunk of 256.
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 17, 31, 32, 33, 65, 255, 256, 257, 300, 513];
    private static readonly int[] Columns = [1, 2, 3, 9];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Run_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertProduct(TestDevice.Open(name), size, Columns[size % Columns.Length]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Run_OnSomeThreads_HasTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        AssertAll(device);
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_AtEachSimdWidth_HasTheBitsOfPlainLoops(int bits)
        => HostSimdWidths.Run(bits, () => AssertAll(TestDevice.Open("cpu")));

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Run_AgainstExactNumbers_IsWithinTheBoundOfItsRounding(string name)
    {
        const int Size = 300;
        DoubleDouble[] matrix = BlockSums.DrawPairs(95, Size * Size);
        DoubleDouble[] right = BlockSums.DrawPairs(96, Size);
        DoubleDouble[] product = Multiply(TestDevice.Open(name), matrix, Size, right, 1);
        for (int i = 0; i < Size; i++)
        {
            BigInteger[] terms = [.. Enumerable.Range(0, Size).Select(k => Fixed(matrix[(Math.Min(i, k) * Size) + Math.Max(i, k)]) * Fixed(right[k]))];
            BigInteger magnitude = terms.Aggregate(BigInteger.Zero, (sum, term) => sum + BigInteger.Abs(term));
            BigInteger error = (Fixed(product[i]) << FractionBits) - terms.Aggregate((sum, term) => sum + term);
            // The length of the longest way from a term to the sum, times a few 2⁻¹⁰⁴.
            Assert.True(BigInteger.Abs(error) <= ((DotProduct.ChunkLength + 2) * magnitude) >> 102, $"Row {i} is further from the exact sum than rounding allows.");
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Run_OfNothing_DoesNothing(string name)
    {
        Assert.Empty(Multiply(TestDevice.Open(name), [], 0, [], 0));
        Assert.Empty(Multiply(TestDevice.Open(name), [new DoubleDouble(1, 0)], 1, [], 0));
    }

    [Fact]
    public void Run_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[12]);
        var operation = new DoubleDoubleSymmetricProduct(device.Target);
        Assert.Throws<ArgumentException>(() => operation.Run((x.AsMatrix(3, 3), x.AsMatrix(3, 4)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2))));
        Assert.Throws<ArgumentException>(() => operation.Run((x.AsMatrix(3, 4), x.AsMatrix(3, 4)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2))));
        Assert.Throws<ArgumentException>(() => operation.Run((x.AsMatrix(3, 3), x.AsMatrix(3, 3)), (x.AsMatrix(3, 2), x.AsMatrix(3, 1)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2))));
        Assert.Throws<ArgumentException>(() => operation.Run((x.AsMatrix(3, 3), x.AsMatrix(3, 3)), (x.AsMatrix(2, 2), x.AsMatrix(2, 2)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2))));
        Assert.Throws<ArgumentException>(() => operation.Run((x.AsMatrix(3, 3), x.AsMatrix(3, 3)), (x.AsMatrix(3, 2), x.AsMatrix(3, 2)), (x.AsMatrix(3, 1), x.AsMatrix(3, 1))));
    }

    private const int FractionBits = 300;

    // The draws have no bit below 2⁻¹²¹, and the product's low parts none below 2⁻³⁰⁰.
    private static BigInteger Fixed(DoubleDouble value) => new BigInteger(Math.ScaleB(value.High, FractionBits)) + new BigInteger(Math.ScaleB(value.Low, FractionBits));

    private static void AssertAll(Device device)
    {
        foreach (int size in Sizes)
            AssertProduct(device, size, Columns[(size + 1) % Columns.Length]);
    }

    private static void AssertProduct(Device device, int size, int columns)
    {
        DoubleDouble[] matrix = BlockSums.DrawPairs(93, size * size);
        DoubleDouble[] right = BlockSums.DrawPairs(94, size * columns);
        var expected = new DoubleDouble[size * columns];
        for (int at = 0; at < expected.Length; at++)
        {
            int i = at / columns;
            for (int start = 0; start < size; start += DotProduct.ChunkLength)
            {
                DoubleDouble chain = default;
                for (int k = start; k < Math.Min(size, start + DotProduct.ChunkLength); k++)
                    chain = DoubleDouble.MultiplyAdd(matrix[(Math.Min(i, k) * size) + Math.Max(i, k)], right[(k * columns) + (at % columns)], chain);
                expected[at] = start == 0 ? chain : DoubleDouble.Add(expected[at], chain);
            }
        }
        DoubleDouble[] given = [.. matrix.Select((value, at) => at % size < at / size ? new DoubleDouble(double.NaN, double.NaN) : value)];
        Assert.Equal(expected, Multiply(device, given, size, right, columns));
    }

    private static DoubleDouble[] Multiply(Device device, DoubleDouble[] matrix, int size, DoubleDouble[] right, int columns)
    {
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) a = Upload(memory, matrix);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) x = Upload(memory, right);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) y = (memory.Unwritten(size * columns), memory.Unwritten(size * columns));
        device.Operations.Get(target => new DoubleDoubleSymmetricProduct(target)).Run(
            (a.High.AsMatrix(size, size), a.Low.AsMatrix(size, size)),
            (x.High.AsMatrix(size, columns), x.Low.AsMatrix(size, columns)),
            (y.High.AsMatrix(size, columns), y.Low.AsMatrix(size, columns)));
        return [.. memory.Download(y.High, size * columns).Zip(memory.Download(y.Low, size * columns), (high, low) => new DoubleDouble(high, low))];
    }

    private static (DeviceBuffer<double> High, DeviceBuffer<double> Low) Upload(DeviceDoubles memory, DoubleDouble[] values)
        => (memory.Upload([.. values.Select(value => value.High)]), memory.Upload([.. values.Select(value => value.Low)]));
}
