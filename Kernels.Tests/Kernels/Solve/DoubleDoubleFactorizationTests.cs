using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Double-double Cholesky factors and triangular solutions against plain loops, bit for bit, on every device.</summary>
public sealed class DoubleDoubleFactorizationTests
{
    private static readonly int[] Sizes = [1, 2, 7, 9, 17, 31, 33, 100, 257, 270];
    private static readonly int[] Targets = [1, 2, 9, 17];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Cholesky_OfSeveralSizes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [4] : Sizes)
            AssertFactor(TestDevice.Open(name), Positive(size), size, 0);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_DependentColumns_HaveZeroRows(string name)
    {
        const int Size = 60;
        DoubleDouble[] matrix = Positive(Size);
        for (int k = 0; k < Size; k++)
            matrix[(40 * Size) + k] = matrix[(3 * Size) + k];
        for (int k = 0; k < Size; k++)
            matrix[(k * Size) + 40] = matrix[(k * Size) + 3];
        DoubleDouble[] diagonal = AssertFactor(TestDevice.Open(name), matrix, Size, 1e-28);
        Assert.Equal([40], Enumerable.Range(0, Size).Where(j => diagonal[j].High == 0));
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Solve_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [4] : Sizes)
            AssertSolution(TestDevice.Open(name), size, Targets[size % Targets.Length]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void All_OnSomeThreads_HaveTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        AssertAll(device);
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void All_AtEachSimdWidth_HaveTheBitsOfPlainLoops(int bits)
        => HostSimdWidths.Run(bits, () => AssertAll(TestDevice.Open("cpu")));

    [Fact]
    public void Cholesky_OfTheHilbertMatrix_LosesNoMoreThanItsCondition()
    {
        // The condition of the Hilbert matrix of order 12 is 1.7e16: beyond binary64, half of what a double-double has.
        const int Size = 12;
        DoubleDouble[] hilbert = [.. Enumerable.Range(0, Size * Size).Select(at => DoubleDouble.Divide(new DoubleDouble(1, 0), new DoubleDouble((at / Size) + (at % Size) + 1, 0)))];
        DoubleDouble[] right = [.. Enumerable.Range(0, Size).Select(i => Enumerable.Range(0, Size).Aggregate(default(DoubleDouble), (sum, k) => DoubleDouble.Add(sum, hilbert[(i * Size) + k])))];
        DoubleDouble[] factor = PlainFactor(hilbert, Size, 0);
        DoubleDouble[] forward = PlainSolution([.. Enumerable.Range(0, Size)], (i, k) => factor[(k * Size) + i], right, 1);
        DoubleDouble[] solution = PlainSolution([.. Enumerable.Range(0, Size).Reverse()], (i, k) => factor[(i * Size) + k], forward, 1);
        Assert.All(solution, value => Assert.InRange(value.High, 1 - 1e-12, 1 + 1e-12));
    }

    [Fact]
    public void Run_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[12]);
        Assert.Throws<ArgumentException>(() => new DoubleDoubleCholesky(device.Target).Run((x.AsMatrix(3, 3), x.AsMatrix(3, 4)), (x.View(), x.View()), 0, 0));
        Assert.Throws<ArgumentException>(() => new DoubleDoubleCholesky(device.Target).Run((x.AsMatrix(3, 3), x.AsMatrix(3, 3)), (x.View(), memory.Upload(new double[5]).View()), 0, 0));
        Assert.Throws<ArgumentException>(() => new DoubleDoubleTriangularSolve(device.Target).Run((x.AsMatrix(3, 3), x.AsMatrix(3, 3)), (x.AsMatrix(3, 2), x.AsMatrix(3, 1))));
    }

    private static void AssertAll(Device device)
    {
        foreach (int size in Sizes)
        {
            AssertFactor(device, Positive(size), size, 0);
            AssertSolution(device, size, Targets[(size + 1) % Targets.Length]);
        }
    }

    private static DoubleDouble[] AssertFactor(Device device, DoubleDouble[] matrix, int size, double tolerance)
    {
        DoubleDouble[] given = [.. matrix.Select((value, at) => at % size < at / size ? new DoubleDouble(double.NaN, double.NaN) : value)];
        DoubleDouble[] expected = PlainFactor(given, size, tolerance);
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) factor = Upload(memory, given);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) diagonal = (memory.Unwritten(2 * size), memory.Unwritten(2 * size));
        device.Operations.Get(target => new DoubleDoubleCholesky(target)).Run((factor.High.AsMatrix(size, size), factor.Low.AsMatrix(size, size)), (diagonal.High.View(), diagonal.Low.View()), tolerance, 0);
        Assert.Equal(expected, Download(memory, factor, size * size));
        DoubleDouble[] diagonals = Download(memory, diagonal, 2 * size);
        Assert.Equal(Enumerable.Range(0, size).Select(j => expected[(j * size) + j]), diagonals.Take(size));
        Assert.Equal(Enumerable.Range(0, size).Select(j => given[(j * size) + j]), diagonals.Skip(size));
        return diagonals[..size];
    }

    private static void AssertSolution(Device device, int size, int targets)
    {
        DoubleDouble[] factor = PlainFactor(Positive(size), size, 0);
        if (size > 8)
            factor[(5 * size) + 5] = default;
        DoubleDouble[] right = BlockSums.DrawPairs(92, size * targets);
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) matrix = Upload(memory, factor);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) forward = Upload(memory, right);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) backward = Upload(memory, right);
        DoubleDoubleTriangularSolve operation = device.Operations.Get(target => new DoubleDoubleTriangularSolve(target));
        operation.RunTransposed((matrix.High.AsMatrix(size, size), matrix.Low.AsMatrix(size, size)), (forward.High.AsMatrix(size, targets), forward.Low.AsMatrix(size, targets)));
        operation.Run((matrix.High.AsMatrix(size, size), matrix.Low.AsMatrix(size, size)), (backward.High.AsMatrix(size, targets), backward.Low.AsMatrix(size, targets)));
        int[] ascending = [.. Enumerable.Range(0, size)];
        Assert.Equal(PlainSolution(ascending, (i, k) => factor[(k * size) + i], right, targets), Download(memory, forward, right.Length));
        Assert.Equal(PlainSolution([.. ascending.Reverse()], (i, k) => factor[(i * size) + k], right, targets), Download(memory, backward, right.Length));
    }

    private static (DeviceBuffer<double> High, DeviceBuffer<double> Low) Upload(DeviceDoubles memory, DoubleDouble[] values)
        => (memory.Upload([.. values.Select(value => value.High)]), memory.Upload([.. values.Select(value => value.Low)]));

    private static DoubleDouble[] Download(DeviceDoubles memory, (DeviceBuffer<double> High, DeviceBuffer<double> Low) pair, int count)
        => [.. memory.Download(pair.High, count).Zip(memory.Download(pair.Low, count), (high, low) => new DoubleDouble(high, low))];

    private static DoubleDouble Minus(DoubleDouble a, DoubleDouble b) => DoubleDouble.Add(a, DoubleDouble.Negate(b));

    private static DoubleDouble[] PlainFactor(DoubleDouble[] matrix, int size, double tolerance)
    {
        DoubleDouble[] r = [.. matrix];
        for (int j = 0; j < size; j++)
        {
            for (int k = j; k < size; k++)
            {
                for (int start = 0; start < j; start += DotProduct.ChunkLength)
                {
                    DoubleDouble chain = default;
                    for (int i = start; i < Math.Min(j, start + DotProduct.ChunkLength); i++)
                        chain = DoubleDouble.MultiplyAdd(r[(i * size) + j], r[(i * size) + k], chain);
                    r[(j * size) + k] = Minus(r[(j * size) + k], chain);
                }
            }
            DoubleDouble pivot = r[(j * size) + j];
            bool isDependent = !(pivot.High > tolerance * matrix[(j * size) + j].High && pivot.High > 0);
            for (int k = j + 1; k < size; k++)
                r[(j * size) + k] = isDependent ? default : DoubleDouble.Divide(r[(j * size) + k], DoubleDouble.Sqrt(pivot));
            r[(j * size) + j] = isDependent ? default : DoubleDouble.Sqrt(pivot);
        }
        return r;
    }

    private static DoubleDouble[] PlainSolution(int[] order, Func<int, int, DoubleDouble> element, DoubleDouble[] right, int targets)
    {
        DoubleDouble[] x = [.. right];
        for (int target = 0; target < targets; target++)
        {
            for (int n = 0; n < order.Length; n++)
            {
                int i = order[n];
                ref DoubleDouble value = ref x[(i * targets) + target];
                foreach (IGrouping<int, int> chunk in order[..n].GroupBy(k => k / DotProduct.ChunkLength))
                    value = Minus(value, chunk.Aggregate(default(DoubleDouble), (chain, k) => DoubleDouble.MultiplyAdd(element(i, k), x[(k * targets) + target], chain)));
                value = element(i, i).High == 0 ? default : DoubleDouble.Divide(value, element(i, i));
            }
        }
        return x;
    }

    /// <summary>A positive definite matrix, both triangles.</summary>
    private static DoubleDouble[] Positive(int size)
    {
        DoubleDouble[] values = BlockSums.DrawPairs(91, size * size);
        var matrix = new DoubleDouble[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[(i * size) + j] = matrix[(j * size) + i] = i == j ? DoubleDouble.Sum(300.0 * size, 1e-15) : values[(i * size) + j];
        }
        return matrix;
    }
}
