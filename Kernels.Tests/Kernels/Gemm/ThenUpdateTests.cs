using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>A weight gradient whose epilogue is the update leaves the bits of the gradient and an update after it, and touches nothing else.</summary>
public class ThenUpdateTests
{
    // Before the layer's weights, between these and its biases, and after them.
    private const int Gap = 21;

    private static readonly int[] Widths = [10, 17, 64, 130];
    private static readonly int[] Batches = [1, 7, 128, 256, 257, 600];
    private static readonly int[] Bits = [128, 256, 512];
    private static readonly string[] KernelDevices = ["opencl", "cuda"];
    private static readonly string[] Rules = ["sgd", "momentum", "nesterov", "rmsprop", "adam"];

    // Beside the widths: no rows, no terms, one column, narrow bodies of every width, the host's blocks, enough work for several threads.
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (0, 10, 30), (0, 19, 40), (9, 10, 0), (17, 16, 0), (1, 1, 1), (30, 1, 300), (33, 4, 257), (129, 8, 40), (300, 12, 64), (289, 33, 20), (144, 40, 300), (12, 1030, 20), (3, 2050, 20),
        .. from m in Widths from n in Widths from k in Batches select (m, n, k),
    ];

    // Around tiles, with a second group; multiples of four; one and two chunks.
    private static readonly (int M, int N, int K)[] KernelShapes = [(1, 1, 1), (33, 17, 19), (32, 132, 36), (132, 32, 260), (7, 16, 513), (5, 3, 0)];

    public static TheoryData<int, int> ThreadsAndBits => [.. from threads in Enumerable.Range(1, 3) from bits in Bits select new TheoryDataRow<int, int>(threads, bits)];

    public static TheoryData<string, string> KernelsAndRules => [.. from device in KernelDevices from rule in Rules select new TheoryDataRow<string, string>(device, rule)];

    public static TheoryData<string, GemmTile, bool> DevicesAndPlans =>
    [
        .. from device in KernelDevices
           from tile in Enum.GetValues<GemmTile>()
           from split in Enumerable.Range(0, 2)
           select new TheoryDataRow<string, GemmTile, bool>(device, tile, split == 1),
    ];

    [Theory]
    [MemberData(nameof(ThreadsAndBits))]
    public void Run_OnTheHost_GivesTheBitsOfGradientAndUpdate(int threads, int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
            foreach (string rule in Rules)
                CheckAll(device, rule, GemmLayout.TN, Shapes);
            // Bodies that no training step comes to.
            CheckAll(device, "momentum", GemmLayout.NN, Shapes);
            CheckAll(device, "momentum", GemmLayout.NT, Shapes);
        });

    [Theory]
    [MemberData(nameof(KernelsAndRules))]
    public void Run_AsAKernel_GivesTheBitsOfGradientAndUpdate(string name, string rule) => CheckAll(TestDevice.Open(name), rule, GemmLayout.TN, Shapes);

    [Fact]
    public void Run_OnTheSimulator_GivesTheBitsOfGradientAndUpdate() => CheckAll(TestDevice.Open("simulator"), "adam", GemmLayout.TN, [(5, 6, 19)]);

    [Theory]
    [MemberData(nameof(DevicesAndPlans))]
    public void Run_AnyPlan_GivesTheBitsOfGradientAndUpdate(string name, GemmTile tile, bool split)
    {
        Device device = TestDevice.Open(name);
        var gemm = new Gemm<ThenUpdate<MomentumUpdate>>(device.Target, new GemmPlan(tile, split));
        foreach ((int m, int n, int k) in KernelShapes)
            Check(device, gemm, GemmLayout.TN, m, n, k, (p, g, first, _) => new MomentumUpdate(p, g, first, 0.9f, 0.25f, float.NaN));
    }

    [Fact]
    public void Run_FactorsOfTheProduct_AreRefused()
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> buffer = device.AllocateFloats(100);
        var gemm = new Gemm<ThenUpdate<SgdUpdate>>(device.Target);
        var epilogue = new ThenUpdate<SgdUpdate>(new(buffer.View(), default, 0f), buffer.View(), 50, 2);
        foreach ((float alpha, float beta) in new[] { (2f, 0f), (1f, 1f) })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => gemm.Run(GemmLayout.TN, alpha, buffer.AsMatrix(3, 4), buffer.AsMatrix(3, 2), beta, buffer.AsMatrix(4, 2), epilogue));
            Assert.Contains($"alpha is {alpha} and beta is {beta}", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void CheckAll(Device device, string rule, GemmLayout layout, (int M, int N, int K)[] shapes)
    {
        switch (rule)
        {
            case "sgd": CheckAll(device, layout, shapes, (p, g, _, _) => new SgdUpdate(p, g, float.NaN)); break;
            case "momentum": CheckAll(device, layout, shapes, (p, g, first, _) => new MomentumUpdate(p, g, first, 0.9f, 0.25f, float.NaN)); break;
            case "nesterov": CheckAll(device, layout, shapes, (p, g, first, _) => new NesterovUpdate(p, g, first, 0.9f, 0.25f, float.NaN)); break;
            case "rmsprop": CheckAll(device, layout, shapes, (p, g, first, _) => new RmsPropUpdate(p, g, first, 0.9f, 0.1f, 1e-8f, 0.25f, float.NaN)); break;
            default: CheckAll(device, layout, shapes, (p, g, first, second) => new AdamUpdate(p, g, first, second, new(0.9f, 0.1f, 0.999f, 0.001f, 1e-8f, 0.25f, float.NaN, float.NaN, float.NaN))); break;
        }
    }

    private static void CheckAll<TUpdate>(Device device, GemmLayout layout, (int M, int N, int K)[] shapes, Func<FloatView, FloatView, FloatView, FloatView, TUpdate> create)
        where TUpdate : struct, IUpdate<TUpdate>
    {
        Gemm<ThenUpdate<TUpdate>> gemm = device.Operations.Get(target => new Gemm<ThenUpdate<TUpdate>>(target));
        foreach ((int m, int n, int k) in shapes)
            Check(device, gemm, layout, m, n, k, create);
    }

    private static void Check<TUpdate>(Device device, Gemm<ThenUpdate<TUpdate>> gemm, GemmLayout layout, int m, int n, int k, Func<FloatView, FloatView, FloatView, FloatView, TUpdate> create)
        where TUpdate : struct, IUpdate<TUpdate>
    {
        (int weights, int biases) = (Gap, Gap + (m * n) + Gap);
        int count = biases + n + Gap;
        float[] w = DeviceMatrices.Random(3, count), first = [.. DeviceMatrices.Random(4, count).Select(MathF.Abs)], second = [.. DeviceMatrices.Random(5, count).Select(MathF.Abs)];
        using DeviceBuffer<float> a = DeviceMatrices.Upload(device, DeviceMatrices.Random(1, m * k)), b = DeviceMatrices.Upload(device, DeviceMatrices.Random(2, k * n));
        using DeviceBuffer<float> numbers = DeviceMatrices.Upload(device, [0.1f, 31.6f, 0.999f, 0.1f, 31.6f, 1f]);
        using DeviceBuffer<float> gradient = device.AllocateFloats(count);
        using DeviceBuffer<float> w1 = DeviceMatrices.Upload(device, w), first1 = DeviceMatrices.Upload(device, first), second1 = DeviceMatrices.Upload(device, second);
        using DeviceBuffer<float> w2 = DeviceMatrices.Upload(device, w), first2 = DeviceMatrices.Upload(device, first), second2 = DeviceMatrices.Upload(device, second);
        MatrixView va = layout == GemmLayout.TN ? a.AsMatrix(k, m) : a.AsMatrix(m, k);
        MatrixView vb = layout == GemmLayout.NT ? b.AsMatrix(n, k) : b.AsMatrix(k, n);
        MatrixView c = gradient.View().Slice(weights, m * n).AsMatrix(m, n);
        FloatView sums = gradient.View().Slice(biases, n);

        device.Operations.Get(target => new Gemm<NoEpilogue>(target)).Run(layout, 1f, va, vb, 0f, c, default, sums);
        Update(weights, m * n, areBiases: false);
        Update(biases, n, areBiases: true);
        int span = count - weights;
        TUpdate update = create(w2.View().Slice(weights, span), default, first2.View().Slice(weights, span), second2.View().Slice(weights, span));
        gemm.Run(layout, 1f, va, vb, 0f, c, new ThenUpdate<TUpdate>(update, numbers.View(), biases - weights, n), sums);

        string what = $"{typeof(TUpdate).Name}, {layout} {m}x{n}x{k}";
        DeviceMatrices.AssertSameBits(DeviceMatrices.Download(device, w1, count), DeviceMatrices.Download(device, w2, count), what);
        DeviceMatrices.AssertSameBits(DeviceMatrices.Download(device, first1, count), DeviceMatrices.Download(device, first2, count), $"first moments of {what}");
        DeviceMatrices.AssertSameBits(DeviceMatrices.Download(device, second1, count), DeviceMatrices.Download(device, second2, count), $"second moments of {what}");

        void Update(int start, int length, bool areBiases)
        {
            if (length > 0)
                device.Operations.Get(target => new StepUpdate<TUpdate>(target)).Run(create(w1.View().Slice(start, length), gradient.View().Slice(start, length), first1.View().Slice(start, length), second1.View().Slice(start, length)), UpdateNumbers.For(numbers.View(), areBiases), length);
        }
    }
}
