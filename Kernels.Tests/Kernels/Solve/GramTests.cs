using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Gram matrices summed up over blocks of rows against plain loops, bit for bit, on every device.</summary>
public sealed class GramTests
{
    // Rows around the chunk of 256, columns around the tiles of 4, 8 and 16.
    private static readonly (int Rows, int Columns)[] Shapes =
        [(1, 1), (0, 3), (255, 2), (256, 7), (257, 8), (1000, 9), (300, 15), (257, 16), (256, 17), (600, 33), (257, 100), (1100, 70), (520, 150)];

    private static readonly int[] TargetCounts = [1, 3, 20];

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    public static TheoryData<string> Others => ["opencl", "cuda"];

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void Accumulate_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertDouble(device, rows, columns, isWeighted: false));

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_WithWeights_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertDouble(device, rows, columns, isWeighted: true));

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void FloatAccumulate_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertFloat(device, rows, columns, isWeighted: false));

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void FloatAccumulate_WithWeights_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertFloat(device, rows, columns, isWeighted: true));

    [Theory]
    [MemberData(nameof(TestDevice.AllAndSimulator), MemberType = typeof(TestDevice))]
    public void DoubleDoubleAccumulate_OfSeveralShapes_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertDoubleDouble(device, rows, columns, parts: 1, isWeighted: false));

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void DoubleDoubleAccumulate_WithWeightsAndLowParts_HasTheBitsOfPlainLoops(string name)
        => ForEachShape(name, (device, rows, columns) => AssertDoubleDouble(device, rows, columns, parts: 2, isWeighted: true));

    [Theory]
    [MemberData(nameof(Threads))]
    public void Accumulate_OnSomeThreads_HasTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        foreach ((int rows, int columns) in Shapes)
        {
            AssertDouble(device, rows, columns, isWeighted: rows % 2 == 0);
            AssertFloat(device, rows, columns, isWeighted: rows % 2 == 1);
            AssertDoubleDouble(device, rows, columns, parts: 1 + (rows % 2), isWeighted: rows % 2 == 0);
        }
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Accumulate_AtEachSimdWidth_HasTheBitsOfPlainLoops(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            Device device = TestDevice.Open("cpu");
            foreach ((int rows, int columns) in Shapes)
            {
                AssertDouble(device, rows, columns, isWeighted: rows % 2 == 1);
                AssertFloat(device, rows, columns, isWeighted: rows % 2 == 0);
                AssertDoubleDouble(device, rows, columns, parts: 1 + (rows % 2), isWeighted: rows % 2 == 1);
            }
        });

    [Theory]
    [MemberData(nameof(Threads))]
    public void Accumulate_BlocksOfSeveralPanels_HasTheBitsOfPlainLoops(int threads)
    {
        using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
        AssertDouble(device, 270, 430, isWeighted: threads == 2);
        AssertDouble(device, 270, 300, isWeighted: threads == 8);
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void AccumulateJoined_AtEachSimdWidth_HasTheBitsOfRowsInOnePiece(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            Device device = TestDevice.Open("cpu");
            foreach ((int rows, int columns) in Shapes.Where(shape => shape.Columns > 1))
            {
                foreach (int targets in TargetCounts.Where(targets => targets < columns))
                {
                    AssertJoined(device, rows, columns - targets, targets, hasOnes: false, isWeighted: rows % 2 == 0);
                    AssertJoined(device, rows, columns - targets - 1, targets, hasOnes: true, isWeighted: rows % 2 == 1);
                }
            }
        });

    [Fact]
    public void AccumulateJoined_PartsThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Upload(new double[16]);
        var operation = new Gram(device.Target);
        Assert.Throws<ArgumentException>(() => Run(new JoinedRows(3, true, new double[5], 2, new double[3], 1)));
        Assert.Throws<ArgumentException>(() => Run(new JoinedRows(3, true, new double[6], 2, new double[2], 1)));
        Assert.Throws<ArgumentException>(() => Run(new JoinedRows(3, false, new double[6], 2, new double[3], 1)));
        Assert.Throws<ArgumentException>(() => Run(new JoinedRows(3, true, new double[9], 3, default, 0)));
        Assert.Throws<ArgumentException>(() => Run(new JoinedRows(-1, true, new double[6], 2, new double[3], 1)));
        Run(new JoinedRows(0, true, default, 2, default, 1));
        Assert.All(memory.Download(gram, 16), value => Assert.Equal(0, value));

        void Run(JoinedRows rows) => operation.AccumulateJoined(rows, gram.View(), default, gram.AsMatrix(4, 4));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void AccumulateJoined_OnAnotherDevice_IsRefused(string name)
    {
        Device device = TestDevice.Open(name);
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Upload(new double[9]);
        Assert.Throws<InvalidOperationException>(() => new Gram(device.Target).AccumulateJoined(new JoinedRows(1, true, new double[1], 1, new double[1], 1), gram.View(), default, gram.AsMatrix(3, 3)));
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_InBlocksOfWholeChunks_HasTheBitsOfOneBlock(string name)
    {
        const int Rows = 1900;
        const int Columns = 10;
        Device device = TestDevice.Open(name);
        double[] x = BlockSums.Draw(61, Rows * Columns);
        double[] weights = BlockSums.DrawWeights(62, Rows);
        foreach (int chunks in new[] { 1, 2, 3, 7 })
        {
            Assert.Equal(Double(device, x, weights, Rows, Columns, Rows), Double(device, x, weights, Rows, Columns, chunks * DotProduct.ChunkLength));
            (double[] high, double[] low) = DoubleDoubles(device, x, weights, Rows, Columns, 1, Rows);
            (double[] blockHigh, double[] blockLow) = DoubleDoubles(device, x, weights, Rows, Columns, 1, chunks * DotProduct.ChunkLength);
            Assert.Equal(high, blockHigh);
            Assert.Equal(low, blockLow);
        }
    }

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Accumulate_NaNInOneColumn_SpoilsItsElementsOnly(string name)
    {
        const int Columns = 20;
        double[] x = BlockSums.Draw(63, 300 * Columns);
        x[(299 * Columns) + 17] = double.NaN;
        double[] gram = Double(TestDevice.Open(name), x, [], 300, Columns, 300);
        for (int at = 0; at < gram.Length; at++)
            Assert.Equal(at % Columns < at / Columns || at % Columns == 17 || at / Columns == 17, double.IsNaN(gram[at]));
    }

    [Fact]
    public void Accumulate_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[9]);
        var gram = new Gram(device.Target);
        Assert.Throws<ArgumentException>(() => gram.Accumulate(x.AsMatrix(3, 2), x.View(), default, x.AsMatrix(3, 3)));
        Assert.Throws<ArgumentException>(() => gram.Accumulate(x.AsMatrix(3, 3), x.View(), default, x.AsMatrix(3, 2)));
        Assert.Throws<ArgumentException>(() => gram.Accumulate(x.AsMatrix(3, 3), memory.Upload(new double[2]).View(), default, x.AsMatrix(3, 3)));
        Assert.Throws<ArgumentException>(() => gram.Accumulate(x.AsMatrix(3, 3), x.View(), memory.Upload(new double[2]).View(), x.AsMatrix(3, 3)));
        var pairs = new DoubleDoubleGram(device.Target);
        Assert.Throws<ArgumentException>(() => pairs.Accumulate(x.AsMatrix(3, 3), (x.View(), x.View()), default, (x.AsMatrix(2, 2), x.AsMatrix(2, 2))));
        Assert.Throws<ArgumentException>(() => pairs.Accumulate(x.AsMatrix(3, 3), (x.View(), x.View()), default, (x.AsMatrix(3, 3), x.AsMatrix(2, 2))));
    }

    private static void ForEachShape(string name, Action<Device, int, int> check)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in name == "simulator" ? [(257, 3)] : Shapes)
            check(device, rows, columns);
    }

    private static void AssertDouble(Device device, int rows, int columns, bool isWeighted)
    {
        double[] x = BlockSums.Draw(51, rows * (columns + 1));
        double[] weights = isWeighted ? BlockSums.DrawWeights(52, rows) : [];
        double[] shifts = Shifts(columns);
        double[] expected = BlockSums.Upper(columns, double.NaN, (j, k) => BlockSums.Chunked<double>(
            rows,
            (row, chain) =>
            {
                double left = x[(row * (columns + 1)) + j] - shifts[j];
                return Math.FusedMultiplyAdd(isWeighted ? weights[row] * left : left, x[(row * (columns + 1)) + k] - shifts[k], chain);
            },
            (sum, chain) => sum + chain));
        Assert.Equal(expected, Double(device, x, weights, rows, columns, Math.Max(rows, 1), columns + 1));
    }

    private static void AssertJoined(Device device, int rows, int features, int targets, bool hasOnes, bool isWeighted)
    {
        double[] x = BlockSums.Draw(64, rows * features);
        double[] y = BlockSums.Draw(65, rows * targets);
        double[] weights = isWeighted ? BlockSums.DrawWeights(66, rows) : [];
        var joined = new JoinedRows(rows, hasOnes, x, features, y, targets);
        double[] all = [.. Enumerable.Range(0, rows).SelectMany(row => (double[])[.. hasOnes ? [1.0] : (double[])[], .. x[(row * features)..((row + 1) * features)], .. y[(row * targets)..((row + 1) * targets)]])];
        double[] expected = Double(device, all, weights, rows, joined.Columns, Math.Max(rows, 1));
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Upload(BlockSums.Upper(joined.Columns, double.NaN, (_, _) => 0d));
        DoubleView rowWeights = isWeighted ? memory.Upload(weights).View() : default;
        device.Operations.Get(target => new Gram(target)).AccumulateJoined(joined, memory.Upload(Shifts(joined.Columns)).View(), rowWeights, gram.AsMatrix(joined.Columns, joined.Columns));
        Assert.Equal(expected, memory.Download(gram, expected.Length));
    }

    private static void AssertFloat(Device device, int rows, int columns, bool isWeighted)
    {
        float[] x = [.. BlockSums.Draw(53, rows * columns).Select(value => (float)value)];
        float[] weights = isWeighted ? [.. BlockSums.DrawWeights(54, rows).Select(value => (float)value)] : [];
        float[] shifts = [.. Shifts(columns).Select(value => (float)value)];
        double[] expected = BlockSums.Upper(columns, double.NaN, (j, k) =>
        {
            double sum = 0;
            for (int start = 0; start < rows; start += DotProduct.ChunkLength)
            {
                float chain = 0;
                for (int row = start; row < Math.Min(rows, start + DotProduct.ChunkLength); row++)
                {
                    float left = x[(row * columns) + j] - shifts[j];
                    chain = MathF.FusedMultiplyAdd(isWeighted ? weights[row] * left : left, x[(row * columns) + k] - shifts[k], chain);
                }
                sum += chain;
            }
            return sum;
        });
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Upload(BlockSums.Upper(columns, double.NaN, (_, _) => 0d));
        using DeviceBuffer<float> xs = Floats(device, x);
        using DeviceBuffer<float> ws = Floats(device, weights);
        using DeviceBuffer<float> cs = Floats(device, shifts);
        device.Operations.Get(target => new FloatGram(target)).Accumulate(xs.AsMatrix(rows, columns), cs.View(), isWeighted ? ws.View() : default, gram.AsMatrix(columns, columns));
        Assert.Equal(expected, memory.Download(gram, expected.Length));
    }

    private static DeviceBuffer<float> Floats(Device device, float[] values)
    {
        DeviceBuffer<float> buffer = device.AllocateFloats(values.Length);
        buffer.Upload(values);
        return buffer;
    }

    private static void AssertDoubleDouble(Device device, int rows, int columns, int parts, bool isWeighted)
    {
        double[] x = BlockSums.Draw(55, rows * columns * parts);
        double[] weights = isWeighted ? BlockSums.DrawWeights(56, rows) : [];
        DoubleDouble[] shifts = PairShifts(columns);
        DoubleDouble[] expected = BlockSums.Upper(columns, new DoubleDouble(double.NaN, double.NaN), (j, k) => BlockSums.Chunked<DoubleDouble>(
            rows,
            (row, chain) => DoubleDouble.MultiplyAdd(isWeighted ? DoubleDouble.Multiply(weights[row], Difference(row, j)) : Difference(row, j), Difference(row, k), chain),
            DoubleDouble.Add));
        (double[] high, double[] low) = DoubleDoubles(device, x, weights, rows, columns, parts, Math.Max(rows, 1));
        Assert.Equal(expected.Select(pair => pair.High), high);
        Assert.Equal(expected.Select(pair => pair.Low), low);

        DoubleDouble Difference(int row, int j)
        {
            int at = row * columns * parts;
            return DoubleDouble.Add(new DoubleDouble(x[at + j], parts == 2 ? x[at + columns + j] : 0), DoubleDouble.Negate(shifts[j]));
        }
    }

    private static double[] Double(Device device, double[] x, double[] weights, int rows, int columns, int blockRows, int stride = 0)
    {
        stride = Math.Max(stride, columns);
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> gram = memory.Upload(BlockSums.Upper(columns, double.NaN, (_, _) => 0d));
        DeviceBuffer<double> shifts = memory.Upload(Shifts(columns));
        Gram operation = device.Operations.Get(target => new Gram(target));
        for (int start = 0; start < rows || start == 0; start += blockRows)
        {
            int count = Math.Min(blockRows, rows - start);
            DeviceBuffer<double> block = memory.Upload(x.AsSpan(start * stride, count * stride).ToArray());
            DoubleView rowWeights = weights.Length == 0 ? default : memory.Upload(weights.AsSpan(start, count).ToArray()).View();
            operation.Accumulate(block.AsMatrix(count, stride), shifts.View(), rowWeights, gram.AsMatrix(columns, columns));
        }
        return memory.Download(gram, columns * columns);
    }

    private static (double[] High, double[] Low) DoubleDoubles(Device device, double[] x, double[] weights, int rows, int columns, int parts, int blockRows)
    {
        int stride = columns * parts;
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> high = memory.Upload(BlockSums.Upper(columns, double.NaN, (_, _) => 0d));
        DeviceBuffer<double> low = memory.Upload(BlockSums.Upper(columns, double.NaN, (_, _) => 0d));
        DoubleDouble[] shifts = PairShifts(columns);
        DeviceBuffer<double> shiftsHigh = memory.Upload([.. shifts.Select(pair => pair.High)]);
        DeviceBuffer<double> shiftsLow = memory.Upload([.. shifts.Select(pair => pair.Low)]);
        DoubleDoubleGram operation = device.Operations.Get(target => new DoubleDoubleGram(target));
        for (int start = 0; start < rows || start == 0; start += blockRows)
        {
            int count = Math.Min(blockRows, rows - start);
            DeviceBuffer<double> block = memory.Upload(x.AsSpan(start * stride, count * stride).ToArray());
            DoubleView rowWeights = weights.Length == 0 ? default : memory.Upload(weights.AsSpan(start, count).ToArray()).View();
            operation.Accumulate(block.AsMatrix(count, stride), (shiftsHigh.View(), shiftsLow.View()), rowWeights, (high.AsMatrix(columns, columns), low.AsMatrix(columns, columns)));
        }
        return (memory.Download(high, columns * columns), memory.Download(low, columns * columns));
    }

    private static double[] Shifts(int columns) => BlockSums.Draw(57, columns);

    private static DoubleDouble[] PairShifts(int columns) => BlockSums.DrawPairs(58, columns);
}
