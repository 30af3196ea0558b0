using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class GemmColumnSumsTests
{
    // What is not to be written.
    private const float Untouched = 12345f;

    public static TheoryData<string> Devices => TestDevice.All;

    // Around the register tiles (6, 12 rows), the kernel's tile (64), the contract's chunk (256) the host's blocks (up to 1024 terms; then 48 or 96 rows and 2048 columns) and its narrow bodies; enough work for several threads, split by rows and by columns.
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (1, 1, 1), (5, 7, 3), (6, 16, 8), (7, 17, 9), (11, 31, 15), (12, 32, 16), (13, 33, 257), (23, 9, 513), (24, 8, 511), (63, 64, 255), (64, 65, 256),
        (143, 5, 40), (144, 40, 30), (145, 3, 300), (288, 12, 64), (12, 1030, 20), (30, 1, 1025), (1, 300, 1), (300, 1, 1), (17, 16, 0), (0, 19, 40),
        (289, 33, 20), (3, 2050, 20), (33, 4, 257), (31, 11, 300), (15, 2, 40), (129, 10, 513), (0, 10, 300), (9, 10, 0),
        (96, 40, 1030), (30, 33, 2300), (205, 35, 600), (3, 2100, 1025),
    ];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_WithColumnSums_GivesTheBitsOfColumnSums(string name)
    {
        Device device = TestDevice.Open(name);
        foreach ((int m, int n, int k) in Shapes)
            Check(device, GemmLayout.TN, m, n, k, 1f, 0f);
        foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
        {
            Check(device, layout, 36, 37, 300, 0.75f, -2f);
            Check(device, layout, 36, 10, 300, 0.75f, -2f);
        }
    }

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_NarrowerRegisters_GivesTheSameBits(int bits)
        => HostSimdWidths.Run(bits, () => Run_WithColumnSums_GivesTheBitsOfColumnSums("cpu"));

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_AnyNumberOfRowsLeftOver_WritesThoseAlone(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            // Register tiles end in 4, 6, 8 or 12 rows; 64 columns are whole panels, 40 are not where registers have more than 128 bits.
            using Device device = Device.Open(DeviceKind.Cpu, 0, 1);
            foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
            {
                for (int m = 1; m <= 26; m++)
                {
                    Check(device, layout, m, 64, 270, 1f, 0f);
                    Check(device, layout, m, 40, 20, 0.75f, -2f);
                    CheckWithoutSums(device, layout, m, 64, 270);
                }
            }
        });

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_FewRowsAndALargeB_GivesTheSameBits(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            // One thread has to have 2²¹ numbers of B.
            using Device device = Device.Open(DeviceKind.Cpu, 0, 1);
            foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
            {
                Check(device, layout, 25, 2100, 1030, 1f, 0f);
                CheckWithoutSums(device, layout, 20, 2112, 1024);
            }
            CheckFirstAndLastRows(device, GemmLayout.NN, 400, 2112, 1025);
            CheckFirstAndLastRows(device, GemmLayout.NT, 280, 2112, 1000);
            Check(device, GemmLayout.NN, 12, 2097, 1025, 0.75f, -2f);
            Check(device, GemmLayout.NT, 12, 2097, 1025, 0.75f, -2f);
        });

    [Theory]
    [MemberData(nameof(HostSimdWidths.All), MemberType = typeof(HostSimdWidths))]
    public void Run_LargeCOfFewTerms_GivesTheSameBits(int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            // From 2²² numbers on C is written past the caches, where its tiles are whole lines: not with 128 bits, nor in the third case.
            using Device device = Device.Open(DeviceKind.Cpu, 0, 2);
            Check(device, GemmLayout.TN, 2101, 2000, 3, 1f, 0f);
            Check(device, GemmLayout.NN, 2050, 2064, 4, 1f, 0f);
            Check(device, GemmLayout.TN, 2100, 2001, 3, 1f, 0f);
            Check(device, GemmLayout.TN, 2101, 2000, 3, 0.75f, 0f);
            Check(device, GemmLayout.TN, 2101, 2000, 257, 1f, 0f);
            // Four and eight rows are left over, and go past the caches as well.
            CheckWithoutSums(device, GemmLayout.NN, 2104, 2000, 4);
            CheckWithoutSums(device, GemmLayout.NN, 2108, 2000, 4);
        });

    [Fact]
    public void Run_LargeCAtAnyAddress_GivesTheSameBits()
    {
        using Device device = Device.Open(DeviceKind.Cpu, 0, 2);
        const int M = 2101, N = 2000, K = 2;
        float[] a = DeviceMatrices.Random(1, M * K), b = DeviceMatrices.Random(2, K * N);
        using DeviceBuffer<float> da = DeviceMatrices.Upload(device, a);
        using DeviceBuffer<float> db = DeviceMatrices.Upload(device, b);
        using DeviceBuffer<float> dc = DeviceMatrices.Upload(device, [.. Enumerable.Repeat(Untouched, (M * N) + 2)]);
        var c = new MatrixView(dc.View().Slice(1, M * N), M, N);
        device.Operations.Get(target => new Gemm<NoEpilogue>(target)).Run(GemmLayout.NN, 1f, da.AsMatrix(M, K), db.AsMatrix(K, N), 0f, c, default);
        float[] expected = [Untouched, .. ReferenceGemm.Run(GemmLayout.NN, M, N, K, 1f, a, b, 0f, new float[M * N]), Untouched];
        DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, dc, expected.Length), "one after the start");
    }

    [Fact]
    public void Run_OnTheSimulator_GivesTheBitsOfColumnSums() => Check(TestDevice.Open("simulator"), GemmLayout.TN, 5, 67, 19, 0.75f, -2f);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_Epilogue_IsNotForTheSums(string name)
    {
        Device device = TestDevice.Open(name);
        using DeviceBuffer<float> a = DeviceMatrices.Upload(device, DeviceMatrices.Random(1, 20 * 12));
        using DeviceBuffer<float> b = DeviceMatrices.Upload(device, DeviceMatrices.Random(2, 20 * 9));
        using DeviceBuffer<float> bias = DeviceMatrices.Upload(device, DeviceMatrices.Random(3, 9));
        using DeviceBuffer<float> c = device.AllocateFloats(12 * 9);
        using DeviceBuffer<float> sums = device.AllocateFloats(9);
        device.Operations.Get(target => new Gemm<BiasActivation<Kernels.Tanh>>(target)).Run(
            GemmLayout.TN, 1f, a.AsMatrix(20, 12), b.AsMatrix(20, 9), 0f, c.AsMatrix(12, 9), new BiasActivation<Kernels.Tanh>(bias.View()), sums.View());
        DeviceMatrices.AssertSameBits(SumsOfColumns(device, b, 20, 9), DeviceMatrices.Download(device, sums, 9), name);
    }

    [Fact]
    public void Run_RoomForTooFewSums_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> buffer = device.AllocateFloats(100);
        var gemm = new Gemm<NoEpilogue>(device.Target);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => gemm.Run(GemmLayout.TN, 1f, buffer.AsMatrix(3, 4), buffer.AsMatrix(3, 6), 0f, buffer.AsMatrix(4, 6), default, buffer.View().Slice(0, 5)));
        Assert.Contains("op(B) has 6 columns", exception.Message, StringComparison.Ordinal);
    }

    private static void Check(Device device, GemmLayout layout, int m, int n, int k, float alpha, float beta)
    {
        string what = $"{layout} {m}x{n}x{k}, alpha {alpha}, beta {beta}";
        float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n), c = DeviceMatrices.Random(3, m * n);
        // What a sum could spoil: −0 alone, subnormals, infinity and NaN.
        float[] special = [-0f, 1e-40f, float.PositiveInfinity, float.NaN];
        for (int i = 0; i < Math.Min(special.Length, b.Length); i++)
            b[(i * 7) % b.Length] = special[i];
        using DeviceBuffer<float> da = DeviceMatrices.Upload(device, a);
        using DeviceBuffer<float> db = DeviceMatrices.Upload(device, b);
        using DeviceBuffer<float> dc = DeviceMatrices.Upload(device, [.. c, Untouched]);
        using DeviceBuffer<float> sums = DeviceMatrices.Upload(device, [.. Enumerable.Repeat(Untouched, n + 1)]);
        MatrixView va = layout == GemmLayout.TN ? da.AsMatrix(k, m) : da.AsMatrix(m, k);
        MatrixView vb = layout == GemmLayout.NT ? db.AsMatrix(n, k) : db.AsMatrix(k, n);
        device.Operations.Get(target => new Gemm<NoEpilogue>(target)).Run(layout, alpha, va, vb, beta, dc.AsMatrix(m, n), default, sums.View().Slice(0, n));

        DeviceMatrices.AssertSameBits([.. ReferenceGemm.Run(layout, m, n, k, alpha, a, b, beta, c), Untouched], DeviceMatrices.Download(device, dc, (m * n) + 1), what);
        float[] columns = layout == GemmLayout.NT ? Transposed(b, n, k) : b;
        using DeviceBuffer<float> asColumns = DeviceMatrices.Upload(device, columns);
        DeviceMatrices.AssertSameBits([.. SumsOfColumns(device, asColumns, k, n), Untouched], DeviceMatrices.Download(device, sums, n + 1), $"sums of {what}");
    }

    private static void CheckWithoutSums(Device device, GemmLayout layout, int m, int n, int k)
    {
        float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n), c = new float[m * n];
        // The rows that C has not.
        float[] beyond = [.. Enumerable.Repeat(Untouched, 12 * n)];
        using DeviceBuffer<float> da = DeviceMatrices.Upload(device, a);
        using DeviceBuffer<float> db = DeviceMatrices.Upload(device, b);
        using DeviceBuffer<float> dc = DeviceMatrices.Upload(device, [.. c, .. beyond]);
        MatrixView va = layout == GemmLayout.TN ? da.AsMatrix(k, m) : da.AsMatrix(m, k);
        MatrixView vb = layout == GemmLayout.NT ? db.AsMatrix(n, k) : db.AsMatrix(k, n);
        device.Operations.Get(target => new Gemm<NoEpilogue>(target)).Run(layout, 1f, va, vb, 0f, dc.AsMatrix(m, n), default);
        DeviceMatrices.AssertSameBits([.. ReferenceGemm.Run(layout, m, n, k, 1f, a, b, 0f, c), .. beyond], DeviceMatrices.Download(device, dc, (m + 12) * n), $"{layout} {m}x{n}x{k} without sums");
    }

    // The first and last 14 rows of a product with so many that all of them would take the reference long.
    private static void CheckFirstAndLastRows(Device device, GemmLayout layout, int m, int n, int k)
    {
        const int Rows = 14;
        float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n);
        float[] product = DeviceMatrices.Multiply<NoEpilogue>(device, layout, m, n, k, 1f, a, b, 0f, new float[m * n], default);
        float[] some = [.. a.AsSpan(0, Rows * k), .. a.AsSpan((m - Rows) * k)];
        float[] expected = ReferenceGemm.Run(layout, 2 * Rows, n, k, 1f, some, b, 0f, new float[2 * Rows * n]);
        DeviceMatrices.AssertSameBits(expected, [.. product.AsSpan(0, Rows * n), .. product.AsSpan((m - Rows) * n)], $"{layout} {m}x{n}x{k}");
    }

    private static float[] SumsOfColumns(Device device, DeviceBuffer<float> matrix, int rows, int columns)
    {
        using DeviceBuffer<float> sums = device.AllocateFloats(columns);
        device.Operations.Get(target => new Elementwise<ColumnSums>(target)).Run(new ColumnSums(matrix.AsMatrix(rows, columns), sums.View()), columns);
        return DeviceMatrices.Download(device, sums, columns);
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            result[((i % columns) * rows) + (i / columns)] = values[i];
        return result;
    }
}
