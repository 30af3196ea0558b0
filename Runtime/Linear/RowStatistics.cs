using System.Runtime.CompilerServices;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What is counted of the rows themselves: weights, and the targets' sums about their shifts, in double-double row by row.</summary>
internal sealed class RowStatistics(DesignColumns columns)
{
    private readonly DoubleDouble[] sums = new DoubleDouble[columns.Targets];
    private readonly DoubleDouble[] squares = new DoubleDouble[columns.Targets];

    /// <summary>Rows whose weight is not zero.</summary>
    public long Samples { get; private set; }

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Σw.</summary>
    public DoubleDouble Weight { get; private set; }

    /// <summary>Counts without sums of targets.</summary>
    public static RowStatistics Counted(DesignColumns columns, long rows, double weight)
        => new(columns) { Rows = rows, Samples = rows, Weight = new DoubleDouble(weight, 0) };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(SampleBlock block)
    {
        int targets = columns.Targets;
        ReadOnlySpan<double> values = block.Targets.Span;
        Rows += block.Rows;
        if (!block.HasWeights)
        {
            Samples += block.Rows;
            Weight = DoubleDouble.Add(Weight, new DoubleDouble(block.Rows, 0));
        }
        for (int row = 0; row < block.Rows; row++)
        {
            double weight = 1;
            if (block.HasWeights)
            {
                weight = block.Weights[row];
                if (weight == 0)
                    continue;
                Samples++;
                Weight = DoubleDouble.Add(Weight, new DoubleDouble(weight, 0));
            }
            for (int target = 0; target < targets; target++)
            {
                DoubleDouble y = DoubleDouble.Sum(columns.ScaledTarget(values[(row * targets) + target], target), -columns.TargetShifts[target]);
                DoubleDouble weighted = block.HasWeights ? DoubleDouble.MultiplyAdd(weight, y, default) : y;
                sums[target] = DoubleDouble.Add(sums[target], weighted);
                squares[target] = DoubleDouble.Add(squares[target], DoubleDouble.Multiply(weighted, y));
            }
        }
    }

    /// <summary>Σw(y − ȳ)² of a scaled target; Σwy² without an intercept.</summary>
    public DoubleDouble TotalSumOfSquares(int target)
    {
        if (!columns.HasIntercept)
            return squares[target];
        DoubleDouble correction = DoubleDouble.Divide(DoubleDouble.Multiply(sums[target], sums[target]), Weight);
        DoubleDouble total = DoubleDouble.Add(squares[target], DoubleDouble.Negate(correction));
        // What is left of a constant target is the rounding of its mean.
        return total.High > 1e-30 * squares[target].High ? total : default;
    }
}
