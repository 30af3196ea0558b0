namespace NeuralGpu.Kernels;

/// <summary>Which operand of C = α·op(A)·op(B) + β·C is used transposed. All matrices are dense and row-major.</summary>
public enum GemmLayout
{
    /// <summary>A is m×k, B is k×n: a layer's forward pass.</summary>
    NN,

    /// <summary>A is m×k, B is stored n×k: deltas through a layer's weights.</summary>
    NT,

    /// <summary>A is stored k×m, B is k×n: a layer's weight gradient.</summary>
    TN,
}
