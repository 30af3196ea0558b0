using System.Text.Json;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Activations, sums, gather and update on every device, against binary64 or exact answers.</summary>
public class OperationTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Map_KnownTable_AgreesToTwoUlp(string name)
    {
        Device device = TestDevice.Open(name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "activations", "activation_table.json")));
        JsonElement[] rows = [.. document.RootElement.GetProperty("table").EnumerateArray().Where(row => row.GetProperty("x_float32").ValueKind == JsonValueKind.Number && row.GetProperty("x_float32").GetDouble() == row.GetProperty("x").GetDouble())];
        Assert.True(rows.Length > 30, $"only {rows.Length} rows are exact in binary32");
        float[] x = [.. rows.Select(row => row.GetProperty("x").GetSingle())];
        Compare<Kernels.Sigmoid>("sigmoid");
        Compare<Kernels.Tanh>("tanh");
        Compare<Relu>("relu");

        void Compare<TActivation>(string property)
            where TActivation : struct, IActivation
        {
            float[] actual = Map<TActivation>(device, x);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = rows[i].GetProperty(property).GetDouble();
                Assert.Equal(expected, actual[i], (1e-6 * Math.Abs(expected)) + 1e-38);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Map_SpecialValues_GiveLimits(string name)
    {
        Device device = TestDevice.Open(name);
        float[] x = [float.NegativeInfinity, float.PositiveInfinity, float.NaN, -0f, 0f];
        DeviceMatrices.AssertSameBits([0f, 1f, float.NaN, 0.5f, 0.5f], Map<Kernels.Sigmoid>(device, x), "sigmoid");
        DeviceMatrices.AssertSameBits([-1f, 1f, float.NaN, -0f, 0f], Map<Kernels.Tanh>(device, x), "tanh");
        DeviceMatrices.AssertSameBits([0f, float.PositiveInfinity, float.NaN, 0f, 0f], Map<Relu>(device, x), "relu");
        DeviceMatrices.AssertSameBits(x, Map<Identity>(device, x), "identity");
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Map_LongArrayOnTheHost_HasTheBitsOfShortOnesAtAnyAlignment(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            Device device = TestDevice.Open("cpu");
            Elementwise<Map<Kernels.Tanh>> map = device.Operations.Get(target => new Elementwise<Map<Kernels.Tanh>>(target));
            // Long enough to be written past the caches, with a tail; one more at either end must stay.
            const int Count = (1 << 22) + 37;
            float[] x = [.. Enumerable.Range(0, Count).Select(i => ((i * 7919L % 16384) - 8192) / 1024f)];
            using DeviceBuffer<float> inputs = DeviceMatrices.Upload(device, x);
            using DeviceBuffer<float> outputs = device.AllocateFloats(Count + 20);
            using DeviceBuffer<float> expected = device.AllocateFloats(Count);
            for (int first = 0; first < Count; first += 1 << 20)
            {
                int length = Math.Min(1 << 20, Count - first);
                map.Run(new Map<Kernels.Tanh>(inputs.View().Slice(first, length), expected.View().Slice(first, length)), length);
            }
            float[] right = DeviceMatrices.Download(device, expected, Count);
            foreach (int offset in (int[])[1, 16, 19])
            {
                outputs.Upload([.. Enumerable.Repeat(2f, Count + 20)]);
                map.Run(new Map<Kernels.Tanh>(inputs.View(), outputs.View().Slice(offset, Count)), Count);
                float[] found = DeviceMatrices.Download(device, outputs, Count + 20);
                DeviceMatrices.AssertSameBits(right, found[offset..(offset + Count)], $"offset {offset}");
                Assert.All(found[..offset], value => Assert.Equal(2f, value));
                Assert.All(found[(offset + Count)..], value => Assert.Equal(2f, value));
            }
            map.Run(new Map<Kernels.Tanh>(inputs.View(), inputs.View()), Count);
            DeviceMatrices.AssertSameBits(right, DeviceMatrices.Download(device, inputs, Count), "in place");
        });

    [Theory]
    [MemberData(nameof(Devices))]
    public void Softmax_AnyShape_AgreesWithBinary64(string name)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in Sizes(name))
        {
            float[] z = [.. DeviceMatrices.Random(3, rows * columns).Select(v => v * 20)];
            using DeviceBuffer<float> buffer = DeviceMatrices.Upload(device, z);
            MatrixView matrix = buffer.AsMatrix(rows, columns);
            device.Operations.Get(target => new Rowwise<Softmax>(target)).Run(new Softmax(matrix, matrix.Data), rows, columns);
            float[] p = DeviceMatrices.Download(device, buffer, z.Length);
            for (int row = 0; row < rows; row++)
            {
                float[] values = z[(row * columns)..((row + 1) * columns)];
                float max = values.Max();
                double sum = values.Sum(v => Math.Exp(v - max)); // the difference in binary32, as the contract has it
                for (int j = 0; j < columns; j++)
                {
                    double expected = Math.Exp(values[j] - max) / sum;
                    Assert.Equal(expected, p[(row * columns) + j], 2e-6 * expected);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ColumnSums_AnyShape_AreTheContractsChains(string name)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in Sizes(name))
        {
            float[] values = DeviceMatrices.Random(4, rows * columns);
            using DeviceBuffer<float> matrix = DeviceMatrices.Upload(device, values), sums = device.AllocateFloats(columns);
            device.Operations.Get(target => new Elementwise<ColumnSums>(target)).Run(new ColumnSums(matrix.AsMatrix(rows, columns), sums.View()), columns, rows);
            float[] actual = DeviceMatrices.Download(device, sums, columns);
            float[] expected = [.. Enumerable.Range(0, columns).Select(j => ReferenceGemm.Dot(rows, i => 1f, i => values[(i * columns) + j], (one, value, chain) => chain + value))];
            DeviceMatrices.AssertSameBits(expected, actual, $"{rows}x{columns}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ChunkSquares_AnyLength_AreChainsOfFma(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in name == "simulator" ? [5, 257] : new[] { 1, 255, 256, 257, 1000 })
        {
            float[] values = DeviceMatrices.Random(5, length);
            int chunks = (length + 255) / 256;
            using DeviceBuffer<float> buffer = DeviceMatrices.Upload(device, values), squares = device.AllocateFloats(chunks);
            device.Operations.Get(target => new Rowwise<ChunkSquares>(target)).Run(new ChunkSquares(buffer.View().Slice(0, length), squares.View()), chunks, 256);
            float[] expected = [.. Enumerable.Range(0, chunks).Select(c => ReferenceGemm.Dot(Math.Min(256, length - (c * 256)), i => values[(c * 256) + i], i => values[(c * 256) + i], MathF.FusedMultiplyAdd))];
            DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, squares, chunks), $"{length}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void SgdUpdate_AnyLength_IsOneFma(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in name == "simulator" ? [3] : new[] { 1, 15, 16, 17, 40_000 })
        {
            float[] w = DeviceMatrices.Random(7, length), g = DeviceMatrices.Random(8, length);
            using DeviceBuffer<float> parameters = DeviceMatrices.Upload(device, w), gradient = DeviceMatrices.Upload(device, g);
            device.Operations.Get(target => new Elementwise<SgdUpdate>(target)).Run(new SgdUpdate(parameters.View(), gradient.View(), 0.3f), length);
            DeviceMatrices.AssertSameBits([.. w.Zip(g, (a, b) => MathF.FusedMultiplyAdd(-0.3f, b, a))], DeviceMatrices.Download(device, parameters, length), $"{length}");
        }
    }

    private static (int Rows, int Columns)[] Sizes(string device)
        => device == "simulator" ? [(2, 3)] : [(1, 1), (1, 17), (5, 7), (33, 16), (257, 3), (600, 5), (3, 300)];

    private static float[] Map<TActivation>(Device device, float[] x)
        where TActivation : struct, IActivation
    {
        using DeviceBuffer<float> buffer = DeviceMatrices.Upload(device, x);
        device.Operations.Get(target => new Elementwise<Map<TActivation>>(target)).Run(new Map<TActivation>(buffer.View(), buffer.View()), x.Length);
        return DeviceMatrices.Download(device, buffer, x.Length);
    }
}
