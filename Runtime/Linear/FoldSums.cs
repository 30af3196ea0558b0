using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One fold's rows: those that wait for a chunk to be full, and what is known of the others.</summary>
internal sealed class FoldSums(int width, bool hasWeights)
{
    /// <summary>[256 × width].</summary>
    public double[] Data { get; } = new double[DotProduct.ChunkLength * width];

    /// <summary>[256]; empty when there are none.</summary>
    public double[] Weights { get; } = new double[hasWeights ? DotProduct.ChunkLength : 0];

    /// <summary>Rows that wait.</summary>
    public int Waiting { get; set; }

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Σw.</summary>
    public double Weight { get; private set; }

    /// <summary>The Gram matrix of columns and targets, upper triangle, once all rows are in.</summary>
    public double[] Gram { get; set; } = [];

    /// <summary>Takes a row; true when the chunk is full.</summary>
    public bool Add(ReadOnlySpan<double> row, double weight)
    {
        row.CopyTo(Data.AsSpan(Waiting * width));
        if (hasWeights)
            Weights[Waiting] = weight;
        Weight += weight;
        Rows++;
        Waiting++;
        return Waiting == DotProduct.ChunkLength;
    }
}
