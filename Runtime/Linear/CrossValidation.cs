using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>k-fold cross-validation of ridge regression from one Gram matrix a fold: XᵀX of the other folds is that of all less the fold's own.</summary>
/// <remarks>In binary64 throughout: scores are compared, not reported to the last digit.</remarks>
internal sealed class CrossValidation(Device device, LeastSquaresOptions options, StreamedSums sums, DesignColumns columns)
{
    /// <summary>Mean squared errors Σw(y − ŷ)²/Σw over all rows, each predicted from the other folds, [penalties][targets].</summary>
    public double[][] Errors()
    {
        FoldSums[] folds = sums.Folds(columns, options.Folds, options.Seed);
        var total = new double[folds[0].Gram.LongLength];
        foreach (FoldSums fold in folds)
        {
            for (long i = 0; i < total.LongLength; i++)
                total[i] += fold.Gram[i];
        }
        double weight = folds.Sum(fold => fold.Weight);
        long rows = folds.Sum(fold => fold.Rows);
        double[][] errors = [.. options.Penalties.Select(_ => new double[columns.Targets])];
        foreach (FoldSums fold in folds)
        {
            NormalSystem<Binary64> others = System([.. total.Zip(fold.Gram, (all, own) => all - own)], rows - fold.Rows, weight - fold.Weight);
            NormalSystem<Binary64> own = System(fold.Gram, fold.Rows, fold.Weight);
            for (int penalty = 0; penalty < errors.Length; penalty++)
            {
                PenalizedSystem<Binary64> system = others.With(options.Penalties[penalty]);
                for (int target = 0; target < columns.Targets; target++)
                    errors[penalty][target] += own.ResidualSquares(system.Solve(others.Right(target)), target).High;
            }
        }
        foreach (double[] error in errors)
        {
            for (int target = 0; target < error.Length; target++)
                error[target] = Math.ScaleB(error[target] / weight, 2 * columns.TargetExponents[target]);
        }
        return errors;
    }

    private NormalSystem<Binary64> System(double[] gram, long rows, double weight)
        => new(device, columns, [.. gram.Select(value => new Binary64(value))], RowStatistics.Counted(columns, rows, weight), Precision.Double);
}
