using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Whatever plan a GPU chooses, the bits are the contract's. On OpenCL processors too, which would choose another body.</summary>
public class GemmPlanTests
{
    // Around tiles of 16 and 32, and of all tiles by way of a second group; multiples of four, which are read and written as vectors; one, two and three chunks.
    private static readonly (int M, int N, int K)[] Shapes = [(1, 1, 1), (33, 17, 19), (32, 132, 36), (132, 32, 260), (7, 16, 513), (5, 3, 0)];

    // Around strips of 6 and 12 rows, groups of 192 and panels of 16 columns.
    private static readonly (int M, int N, int K)[] PackedShapes = [(1, 1, 1), (13, 17, 300), (205, 16, 20), (24, 33, 513), (205, 100, 258), (205, 48, 20)];

    private static readonly string[] Devices = ["opencl", "cuda"];

    public static TheoryData<GemmTile, bool> Plans => [.. from tile in Enum.GetValues<GemmTile>() from split in Enumerable.Range(0, 2) select new TheoryDataRow<GemmTile, bool>(tile, split == 1)];

    public static TheoryData<string, GemmTile, bool> DevicesAndPlans =>
    [
        .. from device in Devices
           from tile in Enum.GetValues<GemmTile>()
           from split in Enumerable.Range(0, 2)
           select new TheoryDataRow<string, GemmTile, bool>(device, tile, split == 1),
    ];

    [Theory]
    [MemberData(nameof(DevicesAndPlans))]
    public void Run_AnyPlan_GivesTheContractsBits(string name, GemmTile tile, bool split)
    {
        var plan = new GemmPlan(tile, split);
        Device device = TestDevice.Open(name);
        var gemm = new Gemm<BiasActivation<Kernels.Identity>>(device.Target, plan);
        foreach ((int m, int n, int k) in Shapes)
        {
            foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
                Check(device, gemm, layout, m, n, k, sumsColumns: layout == GemmLayout.TN, $"{plan}: {layout} {m}x{n}x{k}");
        }
    }

    [Theory]
    [MemberData(nameof(DevicesAndPlans))]
    public void Run_ViewsThatAreNotAligned_GiveTheContractsBits(string name, GemmTile tile, bool split)
    {
        var plan = new GemmPlan(tile, split);
        Device device = TestDevice.Open(name);
        var gemm = new Gemm<NoEpilogue>(device.Target, plan);
        const int M = 8, N = 12, K = 16;
        float[] a = DeviceMatrices.Random(1, M * K), b = DeviceMatrices.Random(2, K * N);
        float[] expected = ReferenceGemm.Run(GemmLayout.NN, M, N, K, 1f, a, b, 0f, new float[M * N]);
        // Sizes that are read as vectors, from addresses that cannot be.
        using DeviceBuffer<float> all = DeviceMatrices.Upload(device, [0f, .. a, .. b, .. new float[M * N]]);
        FloatView whole = all.View();
        gemm.Run(GemmLayout.NN, 1f, whole.Slice(1, M * K).AsMatrix(M, K), whole.Slice(1 + (M * K), K * N).AsMatrix(K, N), 0f, whole.Slice(1 + (M * K) + (K * N), M * N).AsMatrix(M, N), default);
        DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, all, 1 + (M * K) + (K * N) + (M * N))[^(M * N)..], $"{plan}");
    }

    [Theory]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Run_SplitAgain_AllocatesNothing(string name)
    {
        Device device = TestDevice.Open(name);
        var gemm = new Gemm<NoEpilogue>(device.Target, new GemmPlan(GemmTile.Tile32x32, Split: true));
        using DeviceBuffer<float> a = device.AllocateFloats(8 * 600), b = device.AllocateFloats(600 * 8), c = device.AllocateFloats(8 * 8);
        gemm.Run(GemmLayout.NN, 1f, a.AsMatrix(8, 600), b.AsMatrix(600, 8), 0f, c.AsMatrix(8, 8), default);
        long scratch = device.Target.ScratchKept;
        gemm.Run(GemmLayout.NN, 1f, a.AsMatrix(8, 300), b.AsMatrix(300, 8), 0f, c.AsMatrix(8, 8), default);
        gemm.Run(GemmLayout.NN, 1f, a.AsMatrix(8, 600), b.AsMatrix(600, 8), 0f, c.AsMatrix(8, 8), default);
        Assert.Equal(scratch, device.Target.ScratchKept);
        Assert.True(scratch > 0);
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Run_AnyPlanThroughTheCudaDriver_GivesTheContractsBits(GemmTile tile, bool split)
    {
        using var driver = new StandInDriver(StandInDevice.Sm80);
        Device device = driver.Open();
        var plan = new GemmPlan(tile, split);
        var gemm = new Gemm<BiasActivation<Kernels.Identity>>(device.Target, plan);
        Check(device, gemm, GemmLayout.TN, 9, 20, 260, sumsColumns: true, $"{plan}, aligned in part");
        Check(device, gemm, GemmLayout.NT, 4, 8, 12, sumsColumns: false, $"{plan}, aligned");
        Assert.Equal(split ? 4 : 2, driver.Launches.Count());
    }

    [Theory]
    [InlineData(typeof(Strip6))]
    [InlineData(typeof(Strip12))]
    public void PackedKernel_EitherStrip_GivesTheContractsBits(Type strip)
    {
        Device device = TestDevice.Open("opencl");
        if (device.Target.ProcessorLanes == 0)
            Assert.Skip("not run: this OpenCL device is not a processor");
        typeof(GemmPlanTests).GetMethod(nameof(CheckStrip), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(strip).Invoke(null, [device]);
    }

    private static void CheckStrip<TStrip>(Device device)
        where TStrip : struct, IStrip
    {
        var kernel = ILGPU.Runtime.KernelLoaders.LoadKernel<FloatView, FloatView, FloatView, NoEpilogue, GemmProblem, int>(device.Target.Accelerator, PackedGemm.Kernel<TStrip, NoEpilogue>);
        foreach ((int m, int n, int k) in PackedShapes)
        {
            float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n);
            using DeviceBuffer<float> da = DeviceMatrices.Upload(device, a), db = DeviceMatrices.Upload(device, b), dc = device.AllocateFloats(m * n);
            int rows = PackedGemm.RowsAGroup(m, n, 1);
            foreach (GemmLayout layout in Enum.GetValues<GemmLayout>())
            {
                kernel(device.Target.Stream, PackedGemm.Configuration(m, n, rows), da.View(), db.View(), dc.View(), default, new GemmProblem(layout, m, n, k, 1f, 0f), rows);
                DeviceMatrices.AssertSameBits(ReferenceGemm.Run(layout, m, n, k, 1f, a, b, 0f, new float[m * n]), DeviceMatrices.Download(device, dc, m * n), $"{typeof(TStrip).Name} {layout} {m}x{n}x{k}");
            }
        }
    }

    private static void Check(Device device, Gemm<BiasActivation<Kernels.Identity>> gemm, GemmLayout layout, int m, int n, int k, bool sumsColumns, string what)
    {
        const float Alpha = 0.75f, Beta = -2f, Untouched = 12345f;
        float[] a = DeviceMatrices.Random(1, m * k), b = DeviceMatrices.Random(2, k * n), c = DeviceMatrices.Random(3, m * n), bias = DeviceMatrices.Random(4, n);
        using DeviceBuffer<float> da = DeviceMatrices.Upload(device, a), db = DeviceMatrices.Upload(device, b), dc = DeviceMatrices.Upload(device, [.. c, Untouched]), dBias = DeviceMatrices.Upload(device, bias), sums = DeviceMatrices.Upload(device, [.. Enumerable.Repeat(Untouched, n + 1)]);
        MatrixView va = layout == GemmLayout.TN ? da.AsMatrix(k, m) : da.AsMatrix(m, k);
        MatrixView vb = layout == GemmLayout.NT ? db.AsMatrix(n, k) : db.AsMatrix(k, n);
        var epilogue = new BiasActivation<Kernels.Identity>(dBias.View());
        if (sumsColumns)
            gemm.Run(layout, Alpha, va, vb, Beta, dc.AsMatrix(m, n), epilogue, sums.View().Slice(0, n));
        else
            gemm.Run(layout, Alpha, va, vb, Beta, dc.AsMatrix(m, n), epilogue);
        float[] expected = [.. ReferenceGemm.Run(layout, m, n, k, Alpha, a, b, Beta, c).Select((value, i) => value + bias[i % n]), Untouched];
        DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, dc, (m * n) + 1), what);
        if (!sumsColumns)
            return;
        float[] columns = [.. Enumerable.Range(0, n).Select(j => ReferenceGemm.Dot(k, _ => 1f, p => b[(p * n) + j], (_, value, chain) => chain + value)), Untouched];
        DeviceMatrices.AssertSameBits(columns, DeviceMatrices.Download(device, sums, n + 1), $"column sums of {what}");
    }
}
