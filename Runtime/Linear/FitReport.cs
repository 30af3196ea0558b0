using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Makes the result of a fit from a solution.</summary>
internal static class FitReport
{
    /// <summary>The fit with its measures.</summary>
    /// <param name="table">The data.</param>
    /// <param name="solution">What the normal equations gave for it.</param>
    /// <param name="penalty">λ; 0 for none.</param>
    /// <param name="intercept">What became of the intercept.</param>
    public static LinearFit Create(SampleTable table, LeastSquaresSolution solution, double penalty, Intercept intercept)
    {
        int targets = table.Outputs;
        bool hasIntercept = intercept != Intercept.None;
        double[] rounded = [.. solution.Weights.Select(weight => weight.High)];
        var model = new LinearModel(hasIntercept ? rounded[targets..] : rounded, hasIntercept ? rounded[..targets] : new double[targets]);
        // y − (y − ŷ), rounded once.
        double[] fitted = [.. table.Targets.Select((y, i) => DoubleDouble.Add(new DoubleDouble(y, 0), DoubleDouble.Negate(solution.Residuals[i])).High)];
        var loss = new double[targets];
        var rSquared = new double[targets];
        for (int target = 0; target < targets; target++)
        {
            double squares = SumOfSquares(solution.Residuals, target, targets);
            double deviations = SumOfSquares(Deviations(table, target), 0, 1);
            loss[target] = squares / (2.0 * table.Rows);
            rSquared[target] = deviations > 0 ? 1 - (squares / deviations) : double.NaN;
        }
        double[] objective = [.. loss.Select((data, target) => data + Shrinkage(rounded, targets, target, penalty, intercept))];
        return new LinearFit(model, fitted, loss, objective, rSquared, solution.Rank, solution.ComputedOn, solution.Method);
    }

    // λ/2·‖w‖² over the penalised coefficients.
    private static double Shrinkage(double[] weights, int targets, int target, double penalty, Intercept intercept)
    {
        double sum = 0;
        for (int at = target + (intercept == Intercept.Free ? targets : 0); penalty > 0 && at < weights.Length; at += targets)
            sum += penalty / 2 * weights[at] * weights[at];
        return sum;
    }

    private static DoubleDouble[] Deviations(SampleTable table, int target)
    {
        double[] values = [.. Enumerable.Range(0, table.Rows).Select(row => table.Targets[(row * table.Outputs) + target])];
        var sum = new DoubleDouble(0, 0);
        foreach (double value in values)
            sum = DoubleDouble.Add(sum, new DoubleDouble(value, 0));
        // The mean's own rounding is below a unit in the last place, and a constant's mean is the constant.
        double mean = values.All(value => value == values[0]) ? values[0] : sum.High / table.Rows;
        return [.. values.Select(value => DoubleDouble.Sum(value, -mean))];
    }

    private static double SumOfSquares(DoubleDouble[] values, int first, int stride)
    {
        var sum = new DoubleDouble(0, 0);
        for (int i = first; i < values.Length; i += stride)
            sum = DoubleDouble.Add(sum, DoubleDouble.Multiply(values[i], values[i]));
        return sum.High;
    }
}
