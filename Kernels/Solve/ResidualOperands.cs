namespace NeuralGpu.Kernels;

/// <summary>What <see cref="NormalResiduals"/> works on, as its kernels take it.</summary>
internal struct ResidualOperands
{
    /// <summary>[rows × stride]: features and targets, then their low parts.</summary>
    public DoubleView Data;

    /// <summary>High parts, [columns × targets].</summary>
    public DoubleView CoefficientsHigh;

    /// <summary>Low parts, [columns × targets].</summary>
    public DoubleView CoefficientsLow;

    /// <summary>As many as rows, if there are any.</summary>
    public DoubleView RowWeights;

    /// <summary>High parts, [rows × targets].</summary>
    public DoubleView ResidualsHigh;

    /// <summary>Low parts, [rows × targets].</summary>
    public DoubleView ResidualsLow;

    /// <summary>High parts, [columns × targets].</summary>
    public DoubleView ProductsHigh;

    /// <summary>Low parts, [columns × targets].</summary>
    public DoubleView ProductsLow;

    /// <summary>High parts, one a target.</summary>
    public DoubleView SquaresHigh;

    /// <summary>Low parts, one a target.</summary>
    public DoubleView SquaresLow;
}
