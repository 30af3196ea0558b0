using System.Numerics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Cholesky factors, triangular solutions and symmetric products against plain loops, bit for bit, on every device; and against binary64 within what rounding allows.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class FactorizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Around the tiles of 4, 8 and 16, the sub-block of 32 and the chunk of 256.
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 15, 17, 31, 33, 100, 255, 256, 257, 300];
    private static readonly int[] Targets = [1, 2, 8, 9, 17, 33];

    // Around the tiles of four registers, 8 to 64 rows, and several chunks, whose blocks the threads share.
    private static readonly int[] SizesWithFewColumns = [1, 7, 8, 9, 16, 17, 31, 32, 33, 64, 65, 255, 256, 257, 300, 513];

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    /// <summary>Half a unit in the last place of 1.</summary>
    protected abstract double Epsilon { get; }

    /// <summary>R over A's upper triangle, and both diagonals.</summary>
    protected abstract (T[] Matrix, T[] Diagonals) Factor(Device device, T[] matrix, int size, T tolerance);

    /// <summary>X of RᵀX = B and of RX = B.</summary>
    protected abstract (T[] Forward, T[] Backward) Solve(Device device, T[] factor, int size, T[] right, int targets);

    /// <summary>AX.</summary>
    protected abstract T[] Multiply(Device device, T[] matrix, int size, T[] right, int columns);

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Cholesky_OfSeveralSizes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertFactor(TestDevice.Open(name), Positive(size), size, T.Zero);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_DependentColumns_HaveZeroRows(string name)
    {
        const int Size = 290;
        T[] matrix = Positive(Size);
        foreach ((int column, int of) in new[] { (3, 2), (40, 1), (270, 30) })
        {
            // A column of X that repeats another: its row and column of XᵀX repeat the other's.
            for (int k = 0; k < Size; k++)
                matrix[(column * Size) + k] = matrix[(of * Size) + k];
            for (int k = 0; k < Size; k++)
                matrix[(k * Size) + column] = matrix[(k * Size) + of];
        }
        T[] diagonal = AssertFactor(TestDevice.Open(name), matrix, Size, T.CreateChecked(10_000 * Epsilon));
        Assert.Equal([3, 40, 270], Enumerable.Range(0, Size).Where(j => diagonal[j] == T.Zero));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_NaNPivot_CountsAsDependent(string name)
    {
        T[] matrix = Positive(20);
        matrix[(7 * 20) + 7] = T.NaN;
        T[] diagonal = AssertFactor(TestDevice.Open(name), matrix, 20, T.Zero);
        Assert.Equal(T.Zero, diagonal[7]);
        Assert.True(diagonal[8] > T.Zero);
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Solve_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertSolution(TestDevice.Open(name), size, Round(BlockSums.Draw(82, size * Targets[size % Targets.Length])));
    }

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void SymmetricProduct_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach (int size in name == "simulator" ? [5] : Sizes)
            AssertProduct(TestDevice.Open(name), Positive(size), size, Targets[size % Targets.Length]);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void SymmetricProduct_OfAnInfiniteNumber_HasTheBitsOfPlainLoops(string name)
    {
        // The last column's numbers, zeros among them, are multiplied by infinity, and nothing else is.
        const int Size = 290;
        T[] matrix = Positive(Size);
        matrix[(3 * Size) + Size - 1] = T.Zero;
        T[] right = Round(BlockSums.Draw(83, Size));
        right[Size - 1] = T.PositiveInfinity;
        AssertProduct(TestDevice.Open(name), matrix, Size, right);
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

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Cholesky_NotPositiveDefinite_HasZeroRowsForNegativePivots(string name)
    {
        const int Size = 40;
        T[] matrix = Positive(Size);
        foreach (int column in new[] { 0, 9, 34 })
            matrix[(column * Size) + column] = -matrix[(column * Size) + column];
        T[] diagonal = AssertFactor(TestDevice.Open(name), matrix, Size, T.Zero);
        Assert.Equal([0, 9, 34], Enumerable.Range(0, Size).Where(j => diagonal[j] == T.Zero));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void All_OfSubnormalNumbers_HaveTheBitsOfPlainLoops(string name)
    {
        // Elements off the diagonal are subnormal, and with them what is subtracted; quotients are not.
        T[] matrix = [.. Positive(33).Select(value => value * T.Epsilon * T.CreateChecked(64))];
        AssertFactor(TestDevice.Open(name), matrix, 33, T.Zero);
        AssertProduct(TestDevice.Open(name), matrix, 33, 3);
        // Quotients are.
        AssertSolution(TestDevice.Open(name), 33, [.. BlockSums.Draw(85, 99).Select(value => T.CreateChecked(value) * T.Epsilon * T.CreateChecked(1 << 20))]);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void All_OfNothing_DoNothing(string name)
    {
        Device device = TestDevice.Open(name);
        Assert.Empty(Factor(device, [], 0, T.Zero).Matrix);
        Assert.Empty(Solve(device, [], 0, [], 3).Forward);
        Assert.Empty(Solve(device, [T.One], 1, [], 0).Backward);
        Assert.Empty(Multiply(device, [T.One], 1, [], 0));
    }

    // Higham, "Accuracy and Stability of Numerical Algorithms", theorems 10.3, 8.5 and (3.11), with the length of a chunk's chain for that of the sum.
    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void All_OfARandomSystem_AreWithinTheBoundsOfTheirRounding(string name)
    {
        const int Size = 300;
        double bound = (DotProduct.ChunkLength + 4) * Epsilon * (1 + (600 * Epsilon));
        Device device = TestDevice.Open(name);
        T[] matrix = Correlated(Size);
        T[] right = Round(BlockSums.Draw(86, Size));
        T[] factor = Factor(device, matrix, Size, T.Zero).Matrix;
        (T[] forward, T[] backward) = Solve(device, factor, Size, right, 1);
        T[] product = Multiply(device, matrix, Size, right, 1);
        for (int i = 0; i < Size; i++)
        {
            for (int j = i; j < Size; j++)
                AssertSum(Double(matrix[(i * Size) + j]), 0, i + 1, k => Double(factor[(k * Size) + i]) * Double(factor[(k * Size) + j]));
            AssertSum(Double(right[i]), 0, i + 1, k => Double(factor[(k * Size) + i]) * Double(forward[k]));
            AssertSum(Double(right[i]), i, Size, k => Double(factor[(i * Size) + k]) * Double(backward[k]));
            AssertSum(Double(product[i]), 0, Size, k => Double(matrix[(Math.Min(i, k) * Size) + Math.Max(i, k)]) * Double(right[k]));
        }

        void AssertSum(double expected, int first, int end, Func<int, double> term)
        {
            double sum = 0;
            double magnitude = 0;
            for (int k = first; k < end; k++)
            {
                sum += term(k);
                magnitude += Math.Abs(term(k));
            }
            // The reference has binary64's own errors.
            Assert.InRange(sum - expected, -(bound + (Size * Math.ScaleB(1, -53))) * magnitude, (bound + (Size * Math.ScaleB(1, -53))) * magnitude);
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Solve_WithTheFactor_SolvesTheSystem(string name)
    {
        const int Size = 300;
        Device device = TestDevice.Open(name);
        T[] matrix = Positive(Size);
        T[] solution = Round(BlockSums.Draw(84, Size));
        T[] product = Multiply(device, matrix, Size, solution, 1);
        T[] factor = Factor(device, matrix, Size, T.Zero).Matrix;
        T[] found = Solve(device, factor, Size, Solve(device, factor, Size, product, 1).Forward, 1).Backward;
        double largest = solution.Max(value => Math.Abs(Double(value)));
        Assert.All(found.Zip(solution), pair => Assert.InRange(Double(pair.First) - Double(pair.Second), -100 * Epsilon * largest, 100 * Epsilon * largest));
    }

    private void AssertAll(Device device)
    {
        foreach (int size in Sizes)
        {
            int targets = Targets[(size + 1) % Targets.Length];
            AssertFactor(device, Positive(size), size, T.Zero);
            AssertSolution(device, size, Round(BlockSums.Draw(82, size * targets)));
            AssertProduct(device, Positive(size), size, targets);
        }
        foreach (int size in SizesWithFewColumns)
        {
            AssertProduct(device, Positive(size), size, 1);
            AssertProduct(device, Positive(size), size, 2);
        }
    }

    private T[] AssertFactor(Device device, T[] matrix, int size, T tolerance)
    {
        T[] given = WithoutLower(matrix, size);
        T[] expected = PlainFactor(given, size, tolerance);
        (T[] factor, T[] diagonals) = Factor(device, given, size, tolerance);
        Assert.Equal(expected, factor);
        Assert.Equal(Enumerable.Range(0, size).Select(j => expected[(j * size) + j]), diagonals.Take(size));
        Assert.Equal(Enumerable.Range(0, size).Select(j => given[(j * size) + j]), diagonals.Skip(size));
        return diagonals[..size];
    }

    private static T[] PlainFactor(T[] matrix, int size, T tolerance)
    {
        T[] r = [.. matrix];
        for (int j = 0; j < size; j++)
        {
            for (int k = j; k < size; k++)
            {
                for (int start = 0; start < j; start += DotProduct.ChunkLength)
                {
                    T chain = T.Zero;
                    for (int i = start; i < Math.Min(j, start + DotProduct.ChunkLength); i++)
                        chain = T.FusedMultiplyAdd(r[(i * size) + j], r[(i * size) + k], chain);
                    r[(j * size) + k] -= chain;
                }
            }
            T pivot = r[(j * size) + j];
            bool isDependent = !(pivot > tolerance * matrix[(j * size) + j] && pivot > T.Zero);
            T root = T.Sqrt(pivot);
            for (int k = j; k < size; k++)
                r[(j * size) + k] = isDependent ? T.Zero : k == j ? root : r[(j * size) + k] / root;
        }
        return r;
    }

    private void AssertSolution(Device device, int size, T[] right)
    {
        int targets = right.Length / size;
        T[] factor = PlainFactor(Positive(size), size, T.Zero);
        if (size > 8)
            factor[(5 * size) + 5] = T.Zero;
        (T[] forward, T[] backward) = Solve(device, WithoutLower(factor, size), size, right, targets);
        int[] ascending = [.. Enumerable.Range(0, size)];
        Assert.Equal(PlainSolution(ascending, (i, k) => factor[(k * size) + i], right, targets), forward);
        Assert.Equal(PlainSolution([.. ascending.Reverse()], (i, k) => factor[(i * size) + k], right, targets), backward);
    }

    private static T[] PlainSolution(int[] order, Func<int, int, T> element, T[] right, int targets)
    {
        T[] x = [.. right];
        for (int target = 0; target < targets; target++)
        {
            for (int n = 0; n < order.Length; n++)
            {
                int i = order[n];
                foreach (IGrouping<int, int> chunk in order[..n].GroupBy(k => k / DotProduct.ChunkLength))
                    x[(i * targets) + target] -= chunk.Aggregate(T.Zero, (chain, k) => T.FusedMultiplyAdd(element(i, k), x[(k * targets) + target], chain));
                x[(i * targets) + target] = element(i, i) == T.Zero ? T.Zero : x[(i * targets) + target] / element(i, i);
            }
        }
        return x;
    }

    private void AssertProduct(Device device, T[] matrix, int size, int columns) => AssertProduct(device, matrix, size, Round(BlockSums.Draw(83, size * columns)));

    private void AssertProduct(Device device, T[] matrix, int size, T[] right)
    {
        int columns = right.Length / size;
        var expected = new T[size * columns];
        for (int at = 0; at < expected.Length; at++)
        {
            int i = at / columns;
            expected[at] = Enumerable.Range(0, size).Chunk(DotProduct.ChunkLength)
                .Select(chunk => chunk.Aggregate(T.Zero, (chain, k) => T.FusedMultiplyAdd(matrix[(Math.Min(i, k) * size) + Math.Max(i, k)], right[(k * columns) + (at % columns)], chain)))
                .Aggregate((sum, chain) => sum + chain);
        }
        Assert.Equal(expected, Multiply(device, WithoutLower(matrix, size), size, right, columns));
    }

    private static double Double(T value) => double.CreateChecked(value);

    private static T[] Round(double[] values) => [.. values.Select(T.CreateChecked)];

    // What is not to be read.
    private static T[] WithoutLower(T[] matrix, int size) => [.. matrix.Select((value, at) => at % size < at / size ? T.NaN : value)];

    /// <summary>A positive definite matrix, both triangles.</summary>
    private static T[] Positive(int size)
    {
        double[] values = BlockSums.Draw(81, size * size);
        var matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[(i * size) + j] = matrix[(j * size) + i] = i == j ? 300.0 * size : values[(i * size) + j];
        }
        return Round(matrix);
    }

    /// <summary>XᵀX of random rows, a few times as many as columns: a condition number of about 30.</summary>
    private static T[] Correlated(int size)
    {
        var random = new Random(87);
        double[][] columns = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, 2 * size).Select(_ => random.NextDouble() - 0.5).ToArray())];
        return Round([.. Enumerable.Range(0, size * size).Select(at => columns[at / size].Zip(columns[at % size], (a, b) => a * b).Sum())]);
    }
}
