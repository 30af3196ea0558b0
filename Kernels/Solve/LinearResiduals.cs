using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>r = y − xW for each row, in double-double: the residual of book, (1.2); run it over the rows.</summary>
/// <remarks>Each element is one chain from y in ascending order of the columns: r ← r − x · w. Its error is about 2⁻¹⁰⁰ of the terms, which is what lets a solution be refined to its last binary64 digit.</remarks>
public readonly struct LinearResiduals : IRowwise
{
    private readonly DoubleView x;
    private readonly DoubleView weightsHigh;
    private readonly DoubleView weightsLow;
    private readonly DoubleView y;
    private readonly DoubleView residualsHigh;
    private readonly DoubleView residualsLow;
    private readonly int columns;
    private readonly int targets;

    /// <summary>Names the operands.</summary>
    /// <param name="x">[rows × columns].</param>
    /// <param name="weights">[columns × targets], the high parts and the low parts.</param>
    /// <param name="y">[rows × targets].</param>
    /// <param name="residuals">[rows × targets], the high parts and the low parts; written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public LinearResiduals(DoubleMatrixView x, (DoubleMatrixView High, DoubleMatrixView Low) weights, DoubleMatrixView y, (DoubleMatrixView High, DoubleMatrixView Low) residuals)
    {
        bool fits = weights.High.Rows == x.Columns && weights.Low.Rows == x.Columns && weights.High.Columns == y.Columns && weights.Low.Columns == y.Columns
            && y.Rows == x.Rows && residuals.High.Rows == x.Rows && residuals.Low.Rows == x.Rows && residuals.High.Columns == y.Columns && residuals.Low.Columns == y.Columns;
        if (!fits)
            throw new ArgumentException($"Residuals of {y.Rows}x{y.Columns} targets need as many rows of X ({x.Rows}) and {x.Columns}x{y.Columns} weights ({weights.High.Rows}x{weights.High.Columns}).", nameof(weights));
        this.x = x.Data;
        weightsHigh = weights.High.Data;
        weightsLow = weights.Low.Data;
        this.y = y.Data;
        residualsHigh = residuals.High.Data;
        residualsLow = residuals.Low.Data;
        columns = x.Columns;
        targets = y.Columns;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long firstX = (long)row * columns;
        long firstTarget = (long)row * targets;
        for (int target = 0; target < targets; target++)
        {
            var residual = new DoubleDouble(y.View[firstTarget + target], 0);
            for (int column = 0; column < columns; column++)
            {
                long weight = ((long)column * targets) + target;
                residual = DoubleDouble.MultiplyAdd(-x.View[firstX + column], new DoubleDouble(weightsHigh.View[weight], weightsLow.View[weight]), residual);
            }
            residualsHigh.View[firstTarget + target] = residual.High;
            residualsLow.View[firstTarget + target] = residual.Low;
        }
    }
}
