using BenchmarkDotNet.Attributes;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Gemm alone over the shapes of training steps; the comparison with OpenBLAS is the verb gemm.</summary>
public class GemmBenchmark : DeviceBenchmark
{
    private Action multiply = null!;

    /// <summary>What is multiplied.</summary>
    [ParamsSource(nameof(Shapes))]
    public GemmShape Shape { get; set; } = GemmShape.Grid[0];

    /// <summary>All shapes.</summary>
    public static IEnumerable<GemmShape> Shapes => GemmShape.Grid;

    /// <inheritdoc/>
    public override WorkAmount Amount => new(Shape.Operations, sizeof(float) * (((double)Shape.M * Shape.K) + ((double)Shape.K * Shape.N) + ((double)Shape.M * Shape.N)));

    [Benchmark]
    public void Multiply() => multiply();

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        var gemm = new Gemm<NoEpilogue>(device.Target);
        MatrixView a = device.AllocateUniform((long)Shape.M * Shape.K).AsMatrix(Shape.RowsA, Shape.ColumnsA);
        MatrixView b = device.AllocateUniform((long)Shape.K * Shape.N).AsMatrix(Shape.RowsB, Shape.ColumnsB);
        MatrixView c = device.AllocateFloats((long)Shape.M * Shape.N).AsMatrix(Shape.M, Shape.N);
        multiply = () =>
        {
            gemm.Run(Shape.Layout, 1f, a, b, 0f, c, default);
            device.Synchronize();
        };
    }
}
