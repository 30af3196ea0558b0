using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>A device's Gemm against OpenBLAS on the host: the same operands, the same process, run in turn; and against peers in other processes.</summary>
internal sealed unsafe class GemmContest
{
    private readonly ContestSetting setting;
    private readonly Roofline roofline;

    private GemmContest(ContestSetting setting)
    {
        this.setting = setting;
        if (OpenBlas.IsInstalled)
            OpenBlas.SetThreads(setting.Threads);
        roofline = DeviceRoofline.Measure(setting.Device);
    }

    /// <summary>The verb gemm.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, [.. ContestSetting.OptionNames, "--shapes", "--only"], ["--json"]);
        string only = options.Text("--only", string.Empty).Replace('x', '×');
        IReadOnlyList<GemmShape> shapes = options.Choice("--shapes", "training", "grid") == "grid" ? GemmShape.Grid : GemmShape.All;
        shapes = [.. shapes.Where(shape => shape.ToString().Contains(only, StringComparison.Ordinal))];
        if (shapes.Count == 0)
            throw new ArgumentException($"No shape's name has '{only}' in it; a name is like '{GemmShape.All[0]}'.");
        using var setting = new ContestSetting(options, [PeerProgram.TorchSharp, PeerProgram.PyTorch, PeerProgram.Numpy], otherwise: "none", rounds: 9);
        new GemmContest(setting).Of(shapes).Write(output, options.Has("--json"));
    }

    private Contest Of(IReadOnlyList<GemmShape> shapes)
        => new(
            $"C = op(A)·op(B), m×n×k, in fp32 on {setting.InWords}",
            Unit.GigaFlops,
            [new Contestant("OpenBLAS", OpenBlas.IsInstalled ? OpenBlas.Configuration : null), .. setting.Contestants],
            shapes.Select(Measure))
        {
            Roofline = roofline,
            // OpenBLAS takes its AVX2 kernels on a processor that is newer than itself; quoting those as the peer would flatter us.
            Notes = OpenBlas.IsInstalled && Vector512.IsHardwareAccelerated && OpenBlas.Configuration.Contains("Haswell", StringComparison.Ordinal)
                ? ["Not a fair peer: this processor has AVX-512 but OpenBLAS chose its AVX2 (Haswell) kernels; set OPENBLAS_CORETYPE=SkylakeX."]
                : [],
        };

    private ContestRow Measure(GemmShape shape)
    {
        Device device = setting.Device;
        long sizeA = (long)shape.M * shape.K;
        long sizeB = (long)shape.K * shape.N;
        long sizeC = (long)shape.M * shape.N;
        var hostBytes = (nuint)((sizeA + sizeB + (2 * sizeC)) * sizeof(float));
        var hostA = (float*)NativeMemory.AlignedAlloc(hostBytes, 64);
        HugePages.Ask(hostA, hostBytes);
        try
        {
            float* hostB = hostA + sizeA;
            float* peerC = hostB + sizeB;
            float* oursC = peerC + sizeC;
            var random = new Random(1);
            for (long i = 0; i < sizeA + sizeB; i++)
                hostA[i] = (random.NextSingle() * 2) - 1;
            using DeviceBuffer<float> a = device.AllocateFloats(sizeA);
            using DeviceBuffer<float> b = device.AllocateFloats(sizeB);
            using DeviceBuffer<float> c = device.AllocateFloats(sizeC);
            a.Elements.CopyFromCPU(ref *hostA, sizeA);
            b.Elements.CopyFromCPU(ref *hostB, sizeB);
            var gemm = new Gemm<NoEpilogue>(device.Target);

            void Ours() => gemm.Run(shape.Layout, 1f, a.AsMatrix(shape.RowsA, shape.ColumnsA), b.AsMatrix(shape.RowsB, shape.ColumnsB), 0f, c.AsMatrix(shape.M, shape.N), default);

            void Blas() => OpenBlas.Multiply(shape, hostA, hostB, peerC);

            Ours();
            device.Synchronize();
            c.Elements.CopyToCPU(ref *oursC, sizeC);
            Func<double>? blas = null;
            if (OpenBlas.IsInstalled)
            {
                Blas();
                RequireAgreement(shape, oursC, peerC);
                blas = Turns.Of(Blas);
                Thread.Sleep(OpenBlas.SpinTime);
            }
            Func<double> turn = Turns.Of(Ours, finish: device.Synchronize);
            var limits = new List<double>();

            double OursThenTheLimit()
            {
                double seconds = turn();
                limits.Add(device.Target.Workers is { } workers ? HostRoofline.Flops(workers) : roofline.Flops);
                return seconds;
            }

            (double ours, IReadOnlyList<double?> peers) = Turns.Measure(
                setting.Rounds,
                OursThenTheLimit,
                [() => blas?.Invoke(), .. setting.PeerTurns($"gemm {shape.Layout} {shape.M} {shape.N} {shape.K}")]);
            return new ContestRow(shape.ToString(), shape.Operations, ours, peers) { Limit = Turns.Median(limits) };
        }
        finally
        {
            NativeMemory.AlignedFree(hostA);
        }
    }

    private static void RequireAgreement(GemmShape shape, float* ours, float* peer)
    {
        // Operands in [−1, 1): a sum of k terms grows like √k and its error like k·2⁻²⁴; 4 covers the worst of millions of elements.
        double tolerance = 4 * shape.K * Math.Pow(2, -24);
        for (long i = 0; i < (long)shape.M * shape.N; i++)
        {
            double difference = Math.Abs((double)ours[i] - peer[i]);
            if (!(difference <= tolerance))
                throw new InvalidOperationException($"{shape}: element ({i / shape.N}, {i % shape.N}) is {ours[i]:R} here but {peer[i]:R} in OpenBLAS; they may differ by {tolerance:G3}.");
        }
    }
}
