using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>What the normal equations lack, summed up over blocks of rows, against plain loops, bit for bit, on every device.</summary>
public sealed class NormalResidualsTests
{
    private static readonly (int Rows, int Columns, int Targets)[] Shapes =
        [(1, 1, 1), (0, 3, 1), (5, 0, 2), (255, 2, 2), (256, 7, 1), (257, 8, 3), (1000, 9, 1), (300, 15, 2), (257, 16, 1), (600, 17, 4), (513, 33, 1), (257, 100, 2)];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Accumulate_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
    {
        foreach ((int rows, int columns, int targets) in name == "simulator" ? [(257, 2, 1)] : Shapes)
            AssertPlain(TestDevice.Open(name), rows, columns, targets, parts: 1, isWeighted: false);
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_WithWeightsAndLowParts_HasTheBitsOfPlainLoops(string name)
    {
        foreach ((int rows, int columns, int targets) in Shapes)
            AssertPlain(TestDevice.Open(name), rows, columns, targets, parts: 2, isWeighted: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Accumulate_OnSomeThreads_HasTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        foreach ((int rows, int columns, int targets) in Shapes)
            AssertPlain(device, rows, columns, targets, 1 + (rows % 2), isWeighted: columns % 2 == 1);
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Accumulate_AtEachSimdWidth_HasTheBitsOfPlainLoops(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            foreach ((int rows, int columns, int targets) in Shapes)
                AssertPlain(TestDevice.Open("cpu"), rows, columns, targets, 1 + (rows % 2), isWeighted: columns % 2 == 0);
        });

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_InBlocksOfWholeChunks_HasTheBitsOfOneBlock(string name)
    {
        const int Rows = 1900;
        Device device = TestDevice.Open(name);
        Problem problem = Problem.Draw(Rows, 5, 2, 1, isWeighted: true);
        foreach (int chunks in new[] { 1, 2, 3, 7 })
            Assert.Equal(Run(device, problem, Rows), Run(device, problem, chunks * DotProduct.ChunkLength));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_NaNInOneTarget_SpoilsThatTargetOnly(string name)
    {
        Problem problem = Problem.Draw(300, 9, 2, 1, isWeighted: false);
        problem.Data[(17 * 11) + 10] = double.NaN;
        DoubleDouble[] sums = Run(TestDevice.Open(name), problem, 300)[1];
        Assert.All(sums.Select((sum, at) => (sum, at)), item => Assert.Equal(item.at % 2 == 1, double.IsNaN(item.sum.High)));
    }

    [Fact]
    public void Accumulate_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[12]);
        (DoubleMatrixView, DoubleMatrixView) coefficients = (x.AsMatrix(2, 1), x.AsMatrix(2, 1));
        (DoubleMatrixView, DoubleMatrixView) residuals = (x.AsMatrix(4, 1), x.AsMatrix(4, 1));
        var operation = new NormalResiduals(device.Target);
        Assert.Throws<ArgumentException>(() => operation.Accumulate(x.AsMatrix(4, 2), coefficients, default, residuals, coefficients, (x.View(), x.View())));
        Assert.Throws<ArgumentException>(() => operation.Accumulate(x.AsMatrix(4, 3), coefficients, memory.Upload(new double[3]).View(), residuals, coefficients, (x.View(), x.View())));
        Assert.Throws<ArgumentException>(() => operation.Accumulate(x.AsMatrix(4, 3), coefficients, default, coefficients, coefficients, (x.View(), x.View())));
        Assert.Throws<ArgumentException>(() => operation.Accumulate(x.AsMatrix(4, 3), coefficients, default, residuals, residuals, (x.View(), x.View())));
        Assert.Throws<ArgumentException>(() => operation.Accumulate(x.AsMatrix(4, 3), coefficients, default, residuals, coefficients, (x.View(), default)));
    }

    private static void AssertPlain(Device device, int rows, int columns, int targets, int parts, bool isWeighted)
    {
        Problem problem = Problem.Draw(rows, columns, targets, parts, isWeighted);
        DoubleDouble[][] actual = Run(device, problem, Math.Max(rows, 1));
        DoubleDouble[] residuals = [.. Enumerable.Range(0, rows * targets).Select(at => problem.Residual(at / targets, at % targets))];
        Assert.Equal(residuals, actual[0]);
        Assert.Equal(Enumerable.Range(0, columns * targets).Select(at => problem.Product(residuals, at / targets, at % targets)), actual[1]);
        Assert.Equal(Enumerable.Range(0, targets).Select(output => problem.Squares(residuals, output)), actual[2]);
    }

    /// <summary>Residuals, products and sums of squares.</summary>
    private static DoubleDouble[][] Run(Device device, Problem problem, int blockRows)
    {
        (int columns, int targets) = (problem.Columns, problem.Targets);
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) coefficients = Pair(problem.Coefficients);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) products = Pair(new DoubleDouble[columns * targets]);
        (DeviceBuffer<double> High, DeviceBuffer<double> Low) squares = Pair(new DoubleDouble[targets]);
        NormalResiduals operation = device.Operations.Get(target => new NormalResiduals(target));
        var all = new List<DoubleDouble>();
        for (int start = 0; start < problem.Rows || start == 0; start += blockRows)
        {
            int rows = Math.Min(blockRows, problem.Rows - start);
            (DeviceBuffer<double> High, DeviceBuffer<double> Low) residuals = (memory.Unwritten(rows * targets), memory.Unwritten(rows * targets));
            operation.Accumulate(
                memory.Upload(problem.Data.AsSpan(start * problem.Stride, rows * problem.Stride).ToArray()).AsMatrix(rows, problem.Stride),
                (coefficients.High.AsMatrix(columns, targets), coefficients.Low.AsMatrix(columns, targets)),
                problem.Weights.Length == 0 ? default : memory.Upload(problem.Weights.AsSpan(start, rows).ToArray()).View(),
                (residuals.High.AsMatrix(rows, targets), residuals.Low.AsMatrix(rows, targets)),
                (products.High.AsMatrix(columns, targets), products.Low.AsMatrix(columns, targets)),
                (squares.High.View(), squares.Low.View()));
            all.AddRange(Download(residuals, rows * targets));
        }
        return [[.. all], Download(products, columns * targets), Download(squares, targets)];

        (DeviceBuffer<double> High, DeviceBuffer<double> Low) Pair(DoubleDouble[] values)
            => (memory.Upload([.. values.Select(value => value.High)]), memory.Upload([.. values.Select(value => value.Low)]));

        DoubleDouble[] Download((DeviceBuffer<double> High, DeviceBuffer<double> Low) pair, int count)
            => [.. memory.Download(pair.High, count).Zip(memory.Download(pair.Low, count), (high, low) => new DoubleDouble(high, low))];
    }

    /// <summary>A problem and its plain solution.</summary>
    private sealed record Problem(int Rows, int Columns, int Targets, int Parts, double[] Data, DoubleDouble[] Coefficients, double[] Weights)
    {
        public int Width => Columns + Targets;

        public int Stride => Width * Parts;

        public static Problem Draw(int rows, int columns, int targets, int parts, bool isWeighted) => new(
            rows,
            columns,
            targets,
            parts,
            BlockSums.Draw(71, rows * (columns + targets) * parts),
            BlockSums.DrawPairs(72, columns * targets),
            isWeighted ? BlockSums.DrawWeights(73, rows) : []);

        public DoubleDouble Residual(int row, int output)
        {
            int first = row * Stride;
            var residual = new DoubleDouble(Data[first + Columns + output], Parts == 2 ? Data[first + Width + Columns + output] : 0);
            for (int part = 0; part < Parts; part++)
            {
                for (int j = 0; j < Columns; j++)
                    residual = DoubleDouble.MultiplyAdd(-Data[first + (part * Width) + j], Coefficients[(j * Targets) + output], residual);
            }
            return residual;
        }

        public DoubleDouble Product(DoubleDouble[] residuals, int column, int output) => BlockSums.Chunked<DoubleDouble>(
            Rows,
            (row, chain) =>
            {
                DoubleDouble weighted = Weighted(residuals[(row * Targets) + output], row);
                chain = DoubleDouble.MultiplyAdd(Data[(row * Stride) + column], weighted, chain);
                return Parts == 1 ? chain : DoubleDouble.MultiplyAdd(Data[(row * Stride) + Width + column], weighted, chain);
            },
            DoubleDouble.Add);

        public DoubleDouble Squares(DoubleDouble[] residuals, int output) => BlockSums.Chunked<DoubleDouble>(
            Rows,
            (row, chain) => DoubleDouble.MultiplyAdd(residuals[(row * Targets) + output], Weighted(residuals[(row * Targets) + output], row), chain),
            DoubleDouble.Add);

        private DoubleDouble Weighted(DoubleDouble residual, int row) => Weights.Length == 0 ? residual : DoubleDouble.Multiply(Weights[row], residual);
    }
}
