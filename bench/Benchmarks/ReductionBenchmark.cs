using BenchmarkDotNet.Attributes;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Sums in the contract's order: over the columns of a matrix, as the biases' gradient, and of squares over an array, as a norm.</summary>
public class ReductionBenchmark : DeviceBenchmark
{
    private const int Columns = 512;

    private Action columnSums = null!;
    private Action chunkSquares = null!;

    /// <summary>Rows of 512 columns.</summary>
    [Params(128, 16_384)]
    public int Rows { get; set; }

    /// <inheritdoc/>
    public override WorkAmount Amount => new(0, (double)sizeof(float) * Rows * Columns);

    [Benchmark]
    public void SumsOfColumns() => columnSums();

    [Benchmark]
    public void SquaresOfChunks() => chunkSquares();

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        DeviceBuffer<float> numbers = device.AllocateUniform((long)Rows * Columns);
        FloatView sums = device.AllocateFloats(Columns).View();
        int chunks = Rows * Columns / DotProduct.ChunkLength;
        FloatView squares = device.AllocateFloats(chunks).View();
        var ofColumns = new Elementwise<ColumnSums>(device.Target);
        var ofChunks = new Rowwise<ChunkSquares>(device.Target);
        columnSums = () =>
        {
            ofColumns.Run(new ColumnSums(numbers.AsMatrix(Rows, Columns), sums), Columns, Rows);
            device.Synchronize();
        };
        chunkSquares = () =>
        {
            ofChunks.Run(new ChunkSquares(numbers.View(), squares), chunks, DotProduct.ChunkLength);
            device.Synchronize();
        };
    }
}
