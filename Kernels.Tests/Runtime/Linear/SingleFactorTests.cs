using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Systems factored in binary32 on every device, against the host's factor in binary64.</summary>
public sealed class SingleFactorTests
{
    private const int Size = 70;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Factor_OfASystem_IsTheHostsToBinary32(string name)
    {
        Device device = TestDevice.Open(name);
        int buffers = device.LiveBuffers;
        double[] matrix = Correlated(Size);
        Factor<Binary64> host = HostFactor(matrix, Size);
        SingleFactor<Binary64> single = Single(device, matrix, Size);
        Assert.Empty(single.Factor.Dependent);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(host.Row(i)[j].Value, single.Factor.Row(i)[j].Value, 1e-5);
        }
        double[] lengths = single.SolvedLengths(column => [.. Enumerable.Range(0, Size).Select(row => new DoubleDouble(row == column ? Math.ScaleB(1, column) : 0, 0))]);
        for (int column = 0; column < Size; column++)
        {
            Binary64[] unit = [.. Enumerable.Range(0, Size).Select(row => new Binary64(row == column ? 1 : 0))];
            host.SolveLower(unit, 0);
            double expected = Math.Sqrt(unit.Sum(value => value.Value * value.Value));
            Assert.Equal(expected, Math.ScaleB(lengths[column], -column), 1e-5 * expected);
        }
        Assert.Equal(buffers, device.LiveBuffers);
    }

    [Fact]
    public void Solve_ASystem_IsRefinedBeyondBinary32()
    {
        double[] matrix = Correlated(Size);
        double[] right = BlockSums.Draw(3, Size);
        Binary64[] solution = Numbers(right);
        Assert.True(Single(TestDevice.Open("cpu"), matrix, Size).Solve(solution));
        Binary64[] expected = Numbers(right);
        HostFactor(matrix, Size).Solve(expected);
        double largest = expected.Max(value => Math.Abs(value.Value));
        Assert.All(solution.Zip(expected), pair => Assert.Equal(pair.Second.Value, pair.First.Value, 1e-9 * largest));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-200)]
    public void Factor_OfColumnsBeyondBinary32_IsThatOfScaledColumns(int exponent)
    {
        // Every other column is multiplied by a power of two; so is its row of L, and nothing is rounded.
        double[] matrix = Correlated(Size);
        double[] scaled = [.. matrix.Select((value, at) => Math.ScaleB(value, exponent * ((at / Size % 2) + (at % Size % 2))))];
        Device device = TestDevice.Open("cpu");
        Factor<Binary64> plain = Single(device, matrix, Size).Factor;
        Factor<Binary64> other = Single(device, scaled, Size).Factor;
        for (int i = 0; i < Size; i++)
            Assert.Equal(plain.Row(i).ToArray().Select(value => Math.ScaleB(value.Value, exponent * (i % 2))), other.Row(i).ToArray().Select(value => value.Value));
    }

    [Fact]
    public void Solve_WhereBinary32IsTooCoarse_SaysSoAndLeavesTheRightHandSide()
    {
        double[] matrix = Growing(Coarse);
        SingleFactor<Binary64> single = Single(TestDevice.Open("cpu"), matrix, Coarse);
        Assert.Empty(single.Factor.Dependent);
        double[] right = BlockSums.Draw(4, Coarse);
        Binary64[] solution = Numbers(right);
        Assert.False(single.Solve(solution));
        Assert.Equal(right, solution.Select(value => value.Value));
    }

    [Fact]
    public void Solve_WhereBinary32IsTooCoarse_FactorsALargeSystemInBinary64()
    {
        // Beside columns that binary32 can do, so that the system is large.
        const int Many = 260;
        double[] block = Growing(Coarse);
        double[] matrix = [.. Enumerable.Range(0, Many * Many).Select(at => (at / Many, at % Many) is var (i, j) && i < Coarse && j < Coarse ? block[(i * Coarse) + j] : i == j ? 3 : 0)];
        PenalizedSystem<Binary64> system = Penalized(matrix, Many);
        Assert.True(system.IsSingle);
        double[] right = BlockSums.Draw(5, Many);
        DoubleDouble[] solution = system.Solve(Numbers(right));
        Assert.False(system.IsSingle);
        Assert.Equal(Expected(matrix, right), solution.Select(value => value.High), (expected, actual) => Math.Abs(expected - actual) <= 1e-6 * Math.Abs(expected));
    }

    [Fact]
    public void Solve_ColumnsTooCloseForBinary32_AreFactoredInBinary64()
    {
        // Column 259 is column 0 but for a part of 10⁻⁴, whose square is what a pivot shows.
        const int Many = 260;
        double[] matrix = [.. Enumerable.Range(0, Many * Many).Select(at => at / Many == at % Many ? 3.0 : 0)];
        matrix[259] = matrix[259 * Many] = 3;
        matrix[(259 * Many) + 259] = 3 + 3e-8;
        PenalizedSystem<Binary64> system = Penalized(matrix, Many);
        Assert.False(system.IsSingle);
        Assert.Empty(system.Dependent);
        double[] right = BlockSums.Draw(6, Many);
        Assert.Equal(Expected(matrix, right), system.Solve(Numbers(right)).Select(value => value.High));
    }

    // Unknowns of a system that binary32 can factor but not solve.
    private const int Coarse = 17;

    private static PenalizedSystem<Binary64> Penalized(double[] matrix, int size)
    {
        // The target is a last column of zeros.
        int width = size + 1;
        double[] gram = [.. Enumerable.Range(0, width * width).Select(at => at / width < size && at % width < size ? matrix[(at / width * size) + (at % width)] : 0)];
        SampleSource source = SampleSource.FromArrays([.. Enumerable.Repeat(1.0, size)], size, [1], 1);
        var options = new LeastSquaresOptions { Intercept = Intercept.None };
        DesignColumns columns = DesignColumns.ForFeatures(source, options, new SampleBlocks(source, DotProduct.ChunkLength, null, Token).First());
        return new NormalSystem<Binary64>(TestDevice.Open("cpu"), columns, Numbers(gram), RowStatistics.Counted(columns, size, size), Precision.Single).With(0);
    }

    private static double[] Expected(double[] matrix, double[] right)
    {
        Binary64[] solution = Numbers(right);
        Binary64[] lower = Lower(matrix, right.Length);
        using (var factor = new DeviceFactor<Binary64>(TestDevice.Open("cpu"), lower, right.Length))
            factor.Compute(lower, 0);
        new Factor<Binary64>(lower, right.Length).Solve(solution);
        return [.. solution.Select(value => value.Value)];
    }

    private static SingleFactor<Binary64> Single(Device device, double[] matrix, int size)
        => new(device, Lower(matrix, size), [.. Enumerable.Range(0, size).Select(j => Math.Sqrt(matrix[(j * size) + j]))]);

    private static Factor<Binary64> HostFactor(double[] matrix, int size) => new(Lower(matrix, size), size, 0, (_, _) => 0);

    // The packed lower triangle.
    private static Binary64[] Lower(double[] matrix, int size)
        => [.. Enumerable.Range(0, size).SelectMany(i => Numbers(matrix[(i * size)..((i * size) + i + 1)]))];

    private static Binary64[] Numbers(double[] values) => [.. values.Select(value => new Binary64(value))];

    // XᵀX of random rows, three times as many as columns.
    private static double[] Correlated(int size)
    {
        var random = new Random(2);
        double[][] columns = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, 3 * size).Select(_ => random.NextDouble() - 0.5).ToArray())];
        return [.. Enumerable.Range(0, size * size).Select(at => columns[at / size].Zip(columns[at % size], (a, b) => a * b).Sum())];
    }

    // RᵀR with 1 on R's diagonal and −0.9 above it: pivots are large, but a rounding error grows by 1.9 with every unknown.
    private static double[] Growing(int size)
    {
        double Element(int i, int j) => i == j ? 1 : i < j ? -0.9 : 0;
        return [.. Enumerable.Range(0, size * size).Select(at => Enumerable.Range(0, size).Sum(i => Element(i, at / size) * Element(i, at % size)))];
    }
}
