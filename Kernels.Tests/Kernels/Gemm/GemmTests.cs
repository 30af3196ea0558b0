using System.Text.Json;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class GemmTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    // Around the register tiles (6, 12, 16, 32, 64), the contract's chunk (256), the host's blocks (up to 1024 terms; then 48 or 96 rows and 2048 columns, more where there are fewer terms) and its narrow bodies (up to 4, 8, 10, 12 and 16 columns).
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (1, 1, 1), (5, 7, 3), (6, 16, 8), (7, 17, 9), (12, 32, 16), (13, 33, 17), (11, 31, 15), (63, 63, 255), (64, 64, 256), (65, 65, 257),
        (3, 8, 513), (2, 9, 511), (145, 5, 40), (143, 40, 3), (1, 1030, 30), (30, 1, 1025), (64, 10, 128), (1, 300, 1), (300, 1, 1), (17, 16, 0),
        (289, 33, 20), (3, 2050, 20), (33, 4, 257), (31, 11, 300), (16, 12, 256), (15, 2, 40), (129, 10, 513), (9, 10, 0),
        (97, 40, 1030), (30, 33, 2300), (205, 35, 600), (400, 17, 250), (3, 2100, 1025), (24, 64, 32), (37, 70, 1072),
    ];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_AnyShapeAndLayout_GivesTheContractsBits(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
        {
            foreach ((int m, int n, int k) in Shapes)
            {
                foreach ((float alpha, float beta) in new[] { (1f, 0f), (0.75f, -2f) })
                {
                    float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n), c = DeviceMatrices.Random(3, m * n);
                    float[] expected = ReferenceGemm.Run(layout, m, n, k, alpha, a, b, beta, c);
                    float[] actual = DeviceMatrices.Multiply<NoEpilogue>(device, layout, m, n, k, alpha, a, b, beta, c, default);
                    DeviceMatrices.AssertSameBits(expected, actual, $"{layout} {m}x{n}x{k}, alpha {alpha}, beta {beta}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_ExactCases_GivesTheExactProduct(string name)
    {
        Device device = TestDevice.Open(name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "gemm", "gemm_exact_cases.json")));
        int ran = 0;
        foreach (JsonElement test in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string transposes = test.GetProperty("transA").GetString() + test.GetProperty("transB").GetString();
            if (!Enum.TryParse(transposes, out GemmLayout layout))
                continue; // both transposed: not an operation of this library
            int m = test.GetProperty("m").GetInt32(), n = test.GetProperty("n").GetInt32(), k = test.GetProperty("k").GetInt32();
            (int rowsA, int columnsA) = layout == GemmLayout.TN ? (k, m) : (m, k);
            (int rowsB, int columnsB) = layout == GemmLayout.NT ? (n, k) : (k, n);
            float beta = test.GetProperty("beta").GetSingle();
            float[] c = beta == 0f ? Filled(m * n, float.NaN) : Stored(m, n, 3, 13, 4, 23, 11);
            float[] result = DeviceMatrices.Multiply<NoEpilogue>(device, layout, m, n, k, test.GetProperty("alpha").GetSingle(), Stored(rowsA, columnsA, 7, 3, 1, 17, 8), Stored(rowsB, columnsB, 5, 11, 2, 19, 9), beta, c, default);
            double sum = 0, sumAbs = 0, weighted = 0;
            for (int i = 0; i < result.Length; i++)
            {
                sum += result[i];
                sumAbs += Math.Abs(result[i]);
                weighted += (((31 * (i / n)) + (17 * (i % n))) % 101) * (double)result[i];
            }
            Assert.Equal(test.GetProperty("sum").GetDouble(), sum);
            Assert.Equal(test.GetProperty("sum_abs").GetDouble(), sumAbs);
            if (test.TryGetProperty("weighted_sum", out JsonElement expected))
                Assert.Equal(expected.GetDouble(), weighted);
            ran++;
        }
        Assert.True(ran > 400, $"only {ran} cases ran");
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_NarrowerRegisters_GivesTheSameBits(int bits)
        => HostSimdWidths.Run(bits, () => Run_AnyShapeAndLayout_GivesTheContractsBits("cpu"));

    [Fact]
    public void Run_OnTheSimulator_GivesTheContractsBits()
    {
        Device device = TestDevice.Open("simulator");
        float[] a = DeviceMatrices.Random(1, 5 * 19), b = DeviceMatrices.Random(2, 19 * 67), c = DeviceMatrices.Random(3, 5 * 67);
        float[] expected = ReferenceGemm.Run(GemmLayout.NN, 5, 67, 19, 0.75f, a, b, -2f, c);
        DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Multiply<NoEpilogue>(device, GemmLayout.NN, 5, 67, 19, 0.75f, a, b, -2f, c, default), "simulator");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_SpecialValues_AreKept(string name)
    {
        Device device = TestDevice.Open(name);
        const float Tiny = 1e-40f; // subnormal
        float[] a = [float.NaN, 1f, 1f, 0f, float.PositiveInfinity, 1f, Tiny, 0.5f, -Tiny, 0f];
        float[] b = [1f, 0f, 0.5f, float.NegativeInfinity];
        float[] expected = ReferenceGemm.Run(GemmLayout.NN, 5, 2, 2, 1f, a, b, 0f, new float[10]);
        Assert.Contains(expected, float.IsSubnormal);
        Assert.Contains(expected, float.IsNaN);
        Assert.Contains(expected, float.IsInfinity);
        DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Multiply<NoEpilogue>(device, GemmLayout.NN, 5, 2, 2, 1f, a, b, 0f, Filled(10, float.NaN), default), name);
        // An underflow to −0 must not be turned into +0 by terms that are not there.
        DeviceMatrices.AssertSameBits([-0f], DeviceMatrices.Multiply<NoEpilogue>(device, GemmLayout.NN, 1, 1, 1, 1f, [1e-30f], [-1e-30f], 0f, [1f], default), name);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_Epilogues_AreAppliedOnceToTheFinishedSum(string name)
    {
        Device device = TestDevice.Open(name);
        const int M = 13, N = 37, K = 300;
        float[] a = DeviceMatrices.Random(1, M * K), b = DeviceMatrices.Random(2, K * N), bias = DeviceMatrices.Random(3, N), outputs = DeviceMatrices.Random(4, M * N);
        float[] z = ReferenceGemm.Run(GemmLayout.NN, M, N, K, 1f, a, b, 0f, new float[M * N]);
        using DeviceBuffer<float> deviceBias = DeviceMatrices.Upload(device, bias);
        using DeviceBuffer<float> deviceOutputs = DeviceMatrices.Upload(device, outputs);

        float[] forward = [.. z.Select((v, i) => ExactMath.Sigmoid<ScalarLanes, float>(v + bias[i % N]))];
        DeviceMatrices.AssertSameBits(forward, DeviceMatrices.Multiply(device, GemmLayout.NN, M, N, K, 1f, a, b, 0f, new float[M * N], new BiasActivation<Kernels.Sigmoid>(deviceBias.View())), "bias + sigmoid");

        float[] delta = [.. z.Select((v, i) => v * MathF.FusedMultiplyAdd(-outputs[i], outputs[i], 1f))];
        DeviceMatrices.AssertSameBits(delta, DeviceMatrices.Multiply(device, GemmLayout.NN, M, N, K, 1f, a, b, 0f, new float[M * N], new TimesDerivative<Kernels.Tanh>(deviceOutputs.View(), N)), "times tanh's derivative");
    }

    [Fact]
    public void Run_ShapesThatDoNotFit_AreRefused()
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> buffer = device.AllocateFloats(100);
        var gemm = new Gemm<NoEpilogue>(device.Target);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => gemm.Run(GemmLayout.NN, 1f, buffer.AsMatrix(3, 4), buffer.AsMatrix(5, 6), 0f, buffer.AsMatrix(3, 6), default));
        Assert.Contains("3×4", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => buffer.AsMatrix(11, 10));
    }

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    // (((p·i + q·j + r) mod modulus) − shift)/8, the rule of gemm_exact_cases.json.
    private static float[] Stored(int rows, int columns, int p, int q, int r, int modulus, int shift)
    {
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = ((((p * (i / columns)) + (q * (i % columns)) + r) % modulus) - shift) / 8f;
        return values;
    }
}
