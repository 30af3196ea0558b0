using BenchmarkDotNet.Attributes;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The host Gemm alone, to see a change of it; the comparison with OpenBLAS is the verb gemm.</summary>
public class GemmBenchmark : IDisposable
{
    private HostBench bench = null!;
    private Gemm<NoEpilogue> gemm = null!;
    private MatrixView a;
    private MatrixView b;
    private MatrixView c;

    /// <summary>What is multiplied.</summary>
    [ParamsSource(nameof(Shapes))]
    public GemmShape Shape { get; set; } = GemmShape.All[0];

    /// <summary>All shapes.</summary>
    public static IEnumerable<GemmShape> Shapes => GemmShape.All;

    [GlobalSetup]
    public void Setup()
    {
        bench = new HostBench(Environment.ProcessorCount);
        gemm = new Gemm<NoEpilogue>(bench.Target);
        a = bench.AllocateUniform((long)Shape.M * Shape.K, seed: 1).View.AsMatrix(Shape.RowsA, Shape.ColumnsA);
        b = bench.AllocateUniform((long)Shape.K * Shape.N, seed: 2).View.AsMatrix(Shape.RowsB, Shape.ColumnsB);
        c = bench.AllocateUniform((long)Shape.M * Shape.N, seed: 3).View.AsMatrix(Shape.M, Shape.N);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Multiply() => gemm.Run(Shape.Layout, 1f, a, b, 0f, c, default);
}
