using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>C [m×n] = op(A) [m×k] · op(B) [k×n].</summary>
public sealed record GemmShape(int M, int N, int K, GemmLayout Layout)
{
    /// <summary>Shapes of training steps (784 inputs: MNIST), and large ones.</summary>
    public static IReadOnlyList<GemmShape> All { get; } =
    [
        new(64, 128, 784, GemmLayout.NN),
        new(128, 512, 784, GemmLayout.NN),
        new(512, 512, 784, GemmLayout.NN),
        new(2048, 4096, 4096, GemmLayout.NN),
        new(784, 128, 64, GemmLayout.TN),
        new(64, 784, 128, GemmLayout.NT),
        new(256, 10, 128, GemmLayout.NN),
        new(1024, 1024, 1024, GemmLayout.NN),
    ];

    /// <summary>The three products of a layer in a training step, for four layers and three batches.</summary>
    public static IReadOnlyList<GemmShape> Grid { get; } =
    [
        .. from layer in new (int Inputs, int Outputs)[] { (784, 512), (512, 512), (512, 10), (4096, 4096) }
           from batch in new[] { 128, 512, 2048 }
           from shape in OfLayer(batch, layer.Inputs, layer.Outputs)
           select shape,
    ];

    /// <summary>Shapes to compare a GPU's tiles by: the grid, few elements with long sums, and products that fill a GPU.</summary>
    public static IReadOnlyList<GemmShape> ForTiles { get; } =
    [
        .. Grid,
        new(784, 10, 60_000, GemmLayout.TN),
        new(256, 256, 4096, GemmLayout.TN),
        new(4096, 4096, 4096, GemmLayout.NN),
        new(4096, 4096, 4096, GemmLayout.NT),
        new(4096, 4096, 4096, GemmLayout.TN),
    ];

    /// <summary>Shapes that any device is done with soon.</summary>
    public static IReadOnlyList<GemmShape> Small { get; } =
    [
        new(64, 64, 64, GemmLayout.NN),
        new(128, 10, 300, GemmLayout.NN),
        new(40, 10, 1024, GemmLayout.TN),
        new(256, 256, 256, GemmLayout.NT),
    ];

    /// <summary>Floating-point operations: a multiply and an add a term.</summary>
    public double Operations => 2.0 * M * N * K;

    public int RowsA => Layout == GemmLayout.TN ? K : M;

    public int ColumnsA => Layout == GemmLayout.TN ? M : K;

    public int RowsB => Layout == GemmLayout.NT ? N : K;

    public int ColumnsB => Layout == GemmLayout.NT ? K : N;

    /// <summary>The forward product, the weights' gradient and the delta of the layer before.</summary>
    public static IEnumerable<GemmShape> OfLayer(int batch, int inputs, int outputs) =>
    [
        new(batch, outputs, inputs, GemmLayout.NN),
        new(inputs, outputs, batch, GemmLayout.TN),
        new(batch, inputs, outputs, GemmLayout.NT),
    ];

    public override string ToString() => $"{M}×{N}×{K} {Layout}";
}
