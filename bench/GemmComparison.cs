using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Host Gemm against OpenBLAS: the same operands, the same process, run in turn, so that a busy or throttled machine hits both alike.</summary>
internal sealed unsafe class GemmComparison
{
    // A turn is repeated to at least this long, so that the clock's grain and the wake-up of threads do not count.
    private const double TurnSeconds = 0.02;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    private readonly int threads;
    private readonly int rounds;

    public GemmComparison(int threads, int rounds)
    {
        this.threads = threads;
        this.rounds = rounds;
    }

    public int Run(TextWriter output)
    {
        if (OpenBlas.IsInstalled)
            OpenBlas.SetThreads(threads);
        output.WriteLine($"C = op(A)·op(B) in fp32, {threads} threads, medians of {rounds} rounds; peer: {(OpenBlas.IsInstalled ? OpenBlas.Configuration : "OpenBLAS is not installed (libopenblas.so.0)")}");
        // OpenBLAS takes its AVX2 kernels on a processor that is newer than itself; quoting those as the peer would flatter us.
        if (OpenBlas.IsInstalled && Vector512.IsHardwareAccelerated && OpenBlas.Configuration.Contains("Haswell", StringComparison.Ordinal))
            output.WriteLine("Not a fair peer: this processor has AVX-512 but OpenBLAS chose its AVX2 (Haswell) kernels; set OPENBLAS_CORETYPE=SkylakeX.");
        output.WriteLine();
        output.WriteLine("| shape (m×n×k) | layout | ours GFLOP/s | OpenBLAS GFLOP/s | ratio |");
        output.WriteLine("|---|---|---:|---:|---:|");
        foreach (GemmShape shape in GemmShape.All)
            output.WriteLine(Measure(shape));
        return 0;
    }

    private string Measure(GemmShape shape)
    {
        using var bench = new HostBench(threads);
        (FloatView a, nint addressA) = bench.AllocateUniform((long)shape.M * shape.K, seed: 1);
        (FloatView b, nint addressB) = bench.AllocateUniform((long)shape.K * shape.N, seed: 2);
        (FloatView c, nint addressC) = bench.AllocateUniform((long)shape.M * shape.N, seed: 3);
        (_, nint addressPeer) = bench.AllocateUniform((long)shape.M * shape.N, seed: 4);
        var gemm = new Gemm<NoEpilogue>(bench.Target);
        MatrixView matrixA = a.AsMatrix(shape.RowsA, shape.ColumnsA);
        MatrixView matrixB = b.AsMatrix(shape.RowsB, shape.ColumnsB);
        MatrixView matrixC = c.AsMatrix(shape.M, shape.N);

        void Ours() => gemm.Run(shape.Layout, 1f, matrixA, matrixB, 0f, matrixC, default);
        void Peer() => OpenBlas.Multiply(shape, (float*)addressA, (float*)addressB, (float*)addressPeer);

        Ours();
        if (OpenBlas.IsInstalled)
        {
            Peer();
            RequireAgreement(shape, (float*)addressC, (float*)addressPeer);
        }

        WarmUp(Ours);
        int repetitions = (int)Math.Clamp(TurnSeconds / Time(Ours, 3), 1, 100_000);
        var ours = new double[rounds];
        var peer = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            ours[round] = Time(Ours, repetitions);
            if (OpenBlas.IsInstalled)
            {
                peer[round] = Time(Peer, repetitions);
                Thread.Sleep(OpenBlas.SpinTime);
            }
        }

        double oursRate = shape.Operations / Median(ours) / 1e9;
        double peerRate = shape.Operations / Median(peer) / 1e9;
        string peerColumns = OpenBlas.IsInstalled
            ? string.Create(CultureInfo.InvariantCulture, $"{peerRate:F1} | {oursRate / peerRate:F2}")
            : "not installed | –";
        return string.Create(CultureInfo.InvariantCulture, $"| {shape.M}×{shape.N}×{shape.K} | {shape.Layout} | {oursRate:F1} | {peerColumns} |");
    }

    // Long enough for the just-in-time compiler to replace its first, unoptimised code, which it does in the background.
    private static void WarmUp(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        do
            action();
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }

    /// <summary>Seconds a call; one more call goes before, untimed, to bring threads and caches back.</summary>
    private static double Time(Action action, int repetitions)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }

    private static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
