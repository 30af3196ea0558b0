namespace NeuralGpu.Kernels;

/// <summary>A double-double matrix and what belongs to it, as kernels take them.</summary>
internal struct PairOperands : IFactorOperands<DoubleDouble>
{
    /// <summary>High parts, [size × size].</summary>
    public DoubleView MatrixHigh;

    /// <summary>Low parts, [size × size].</summary>
    public DoubleView MatrixLow;

    /// <summary>High parts: of a factorisation R's diagonal and then A's, of a solution the right-hand sides.</summary>
    public DoubleView High;

    /// <summary>Low parts.</summary>
    public DoubleView Low;

    /// <inheritdoc/>
    public readonly DoubleDouble Matrix(long at) => new(MatrixHigh.View[at], MatrixLow.View[at]);

    /// <inheritdoc/>
    public readonly void SetMatrix(long at, DoubleDouble value)
    {
        MatrixHigh.View[at] = value.High;
        MatrixLow.View[at] = value.Low;
    }

    /// <inheritdoc/>
    public readonly DoubleDouble Element(long at) => new(High.View[at], Low.View[at]);

    /// <inheritdoc/>
    public readonly void SetElement(long at, DoubleDouble value)
    {
        High.View[at] = value.High;
        Low.View[at] = value.Low;
    }
}
