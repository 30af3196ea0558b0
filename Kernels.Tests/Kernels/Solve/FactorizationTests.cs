using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Cholesky factors, triangular solutions and symmetric products against plain loops, bit for bit, on every device.</summary>
public sealed class FactorizationTests
{
    // Around the tiles of 4, 8 and 16, the sub-block of 32 and the chunk of 256.
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 15, 17, 31, 33, 100, 255, 256, 257, 300];
    private static readonly int[] Targets = [1, 2, 8, 9, 17, 33];

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Cholesky_OfSeveralSizes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertFactor(TestDevice.Open(name), Positive(size), size, 0);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_DependentColumns_HaveZeroRows(string name)
    {
        const int Size = 290;
        double[] matrix = Positive(Size);
        foreach ((int column, int of) in new[] { (3, 2), (40, 1), (270, 30) })
        {
            // A column of X that repeats another: its row and column of XᵀX repeat the other's.
            for (int k = 0; k < Size; k++)
                matrix[(column * Size) + k] = matrix[(of * Size) + k];
            for (int k = 0; k < Size; k++)
                matrix[(k * Size) + column] = matrix[(k * Size) + of];
        }
        double[] diagonal = AssertFactor(TestDevice.Open(name), matrix, Size, 1e-12);
        Assert.Equal([3, 40, 270], Enumerable.Range(0, Size).Where(j => diagonal[j] == 0));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_NaNPivot_CountsAsDependent(string name)
    {
        double[] matrix = Positive(20);
        matrix[(7 * 20) + 7] = double.NaN;
        double[] diagonal = AssertFactor(TestDevice.Open(name), matrix, 20, 0);
        Assert.Equal(0, diagonal[7]);
        Assert.True(diagonal[8] > 0);
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Solve_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertSolution(TestDevice.Open(name), size, Targets[size % Targets.Length]);
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void SymmetricProduct_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertProduct(TestDevice.Open(name), size, Targets[size % Targets.Length]);
    }

    [Theory]
    [MemberData(nameof(Threads))]
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
    public void Solve_WithTheFactor_SolvesTheSystem()
    {
        const int Size = 300;
        double[] matrix = Positive(Size);
        double[] solution = BlockSums.Draw(84, Size);
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> a = memory.Upload(matrix);
        DeviceBuffer<double> x = memory.Upload(solution);
        DeviceBuffer<double> b = memory.Unwritten(Size);
        new SymmetricProduct(device.Target).Run(a.AsMatrix(Size, Size), x.AsMatrix(Size, 1), b.AsMatrix(Size, 1));
        new BlockedCholesky(device.Target).Run(a.AsMatrix(Size, Size), memory.Unwritten(2 * Size).View(), 0, 0);
        var solve = new TriangularSolve(device.Target);
        solve.RunTransposed(a.AsMatrix(Size, Size), b.AsMatrix(Size, 1));
        solve.Run(a.AsMatrix(Size, Size), b.AsMatrix(Size, 1));
        double largest = solution.Max(Math.Abs);
        Assert.All(memory.Download(b, Size).Zip(solution), pair => Assert.InRange(pair.First - pair.Second, -1e-10 * largest, 1e-10 * largest));
    }

    [Fact]
    public void Run_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[12]);
        Assert.Throws<ArgumentException>(() => new BlockedCholesky(device.Target).Run(x.AsMatrix(3, 4), x.View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new BlockedCholesky(device.Target).Run(x.AsMatrix(3, 3), memory.Upload(new double[5]).View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new TriangularSolve(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(2, 2)));
        Assert.Throws<ArgumentException>(() => new TriangularSolve(device.Target).RunTransposed(x.AsMatrix(3, 4), x.AsMatrix(3, 2)));
        Assert.Throws<ArgumentException>(() => new SymmetricProduct(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(3, 2), x.AsMatrix(3, 1)));
    }

    private static void AssertAll(Device device)
    {
        foreach (int size in Sizes)
        {
            AssertFactor(device, Positive(size), size, 0);
            AssertSolution(device, size, Targets[(size + 1) % Targets.Length]);
            AssertProduct(device, size, Targets[(size + 1) % Targets.Length]);
        }
    }

    private static double[] AssertFactor(Device device, double[] matrix, int size, double tolerance)
    {
        double[] given = [.. matrix.Select((value, at) => at % size < at / size ? double.NaN : value)];
        double[] expected = PlainFactor(given, size, tolerance);
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> factor = memory.Upload(given);
        DeviceBuffer<double> diagonal = memory.Unwritten(2 * size);
        device.Operations.Get(target => new BlockedCholesky(target)).Run(factor.AsMatrix(size, size), diagonal.View(), tolerance, 0);
        Assert.Equal(expected, memory.Download(factor, size * size));
        double[] diagonals = memory.Download(diagonal, 2 * size);
        Assert.Equal(Enumerable.Range(0, size).Select(j => expected[(j * size) + j]), diagonals.Take(size));
        Assert.Equal(Enumerable.Range(0, size).Select(j => given[(j * size) + j]), diagonals.Skip(size));
        return diagonals[..size];
    }

    private static double[] PlainFactor(double[] matrix, int size, double tolerance)
    {
        double[] r = [.. matrix];
        for (int j = 0; j < size; j++)
        {
            for (int k = j; k < size; k++)
            {
                for (int start = 0; start < j; start += DotProduct.ChunkLength)
                {
                    double chain = 0;
                    for (int i = start; i < Math.Min(j, start + DotProduct.ChunkLength); i++)
                        chain = Math.FusedMultiplyAdd(r[(i * size) + j], r[(i * size) + k], chain);
                    r[(j * size) + k] -= chain;
                }
            }
            double pivot = r[(j * size) + j];
            bool isDependent = !(pivot > tolerance * matrix[(j * size) + j] && pivot > 0);
            double root = Math.Sqrt(pivot);
            for (int k = j; k < size; k++)
                r[(j * size) + k] = isDependent ? 0 : k == j ? root : r[(j * size) + k] / root;
        }
        return r;
    }

    private static void AssertSolution(Device device, int size, int targets)
    {
        double[] factor = PlainFactor(Positive(size), size, 0);
        if (size > 8)
            factor[(5 * size) + 5] = 0;
        double[] right = BlockSums.Draw(82, size * targets);
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> forward = memory.Upload(right);
        DeviceBuffer<double> backward = memory.Upload(right);
        DoubleMatrixView matrix = memory.Upload([.. factor.Select((value, at) => at % size < at / size ? double.NaN : value)]).AsMatrix(size, size);
        TriangularSolve operation = device.Operations.Get(target => new TriangularSolve(target));
        operation.RunTransposed(matrix, forward.AsMatrix(size, targets));
        operation.Run(matrix, backward.AsMatrix(size, targets));
        int[] ascending = [.. Enumerable.Range(0, size)];
        Assert.Equal(PlainSolution(ascending, (i, k) => factor[(k * size) + i], right, targets), memory.Download(forward, right.Length));
        Assert.Equal(PlainSolution([.. ascending.Reverse()], (i, k) => factor[(i * size) + k], right, targets), memory.Download(backward, right.Length));
    }

    private static double[] PlainSolution(int[] order, Func<int, int, double> element, double[] right, int targets)
    {
        double[] x = [.. right];
        for (int target = 0; target < targets; target++)
        {
            for (int n = 0; n < order.Length; n++)
            {
                int i = order[n];
                foreach (IGrouping<int, int> chunk in order[..n].GroupBy(k => k / DotProduct.ChunkLength))
                    x[(i * targets) + target] -= chunk.Aggregate(0d, (chain, k) => Math.FusedMultiplyAdd(element(i, k), x[(k * targets) + target], chain));
                x[(i * targets) + target] = element(i, i) == 0 ? 0 : x[(i * targets) + target] / element(i, i);
            }
        }
        return x;
    }

    private static void AssertProduct(Device device, int size, int columns)
    {
        double[] matrix = Positive(size);
        double[] right = BlockSums.Draw(83, size * columns);
        var expected = new double[size * columns];
        for (int at = 0; at < expected.Length; at++)
        {
            int i = at / columns;
            expected[at] = Enumerable.Range(0, size).Chunk(DotProduct.ChunkLength)
                .Select(chunk => chunk.Aggregate(0d, (chain, k) => Math.FusedMultiplyAdd(matrix[(Math.Min(i, k) * size) + Math.Max(i, k)], right[(k * columns) + (at % columns)], chain)))
                .Aggregate((sum, chain) => sum + chain);
        }
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> product = memory.Unwritten(expected.Length);
        device.Operations.Get(target => new SymmetricProduct(target)).Run(
            memory.Upload([.. matrix.Select((value, at) => at % size < at / size ? double.NaN : value)]).AsMatrix(size, size),
            memory.Upload(right).AsMatrix(size, columns),
            product.AsMatrix(size, columns));
        Assert.Equal(expected, memory.Download(product, expected.Length));
    }

    /// <summary>A positive definite matrix, both triangles.</summary>
    private static double[] Positive(int size)
    {
        double[] values = BlockSums.Draw(81, size * size);
        var matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[(i * size) + j] = matrix[(j * size) + i] = i == j ? 300.0 * size : values[(i * size) + j];
        }
        return matrix;
    }
}
