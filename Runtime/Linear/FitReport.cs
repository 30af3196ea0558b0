using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Makes the result of a fit from a solution.</summary>
internal static class FitReport
{
    /// <summary>The fit with its measures.</summary>
    /// <param name="table">The data.</param>
    /// <param name="solution">What the normal equations gave for it.</param>
    /// <param name="weights">The model's coefficients, [columns × targets], the intercepts first when there are any.</param>
    /// <param name="hasIntercept">Whether there are.</param>
    public static LinearFit Create(SampleTable table, LeastSquaresSolution solution, DoubleDouble[] weights, bool hasIntercept)
    {
        int targets = table.Outputs;
        double[] rounded = [.. weights.Select(weight => weight.High)];
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
        double[] objective = [.. loss.Zip(solution.Penalties, (data, shrinkage) => data + shrinkage)];
        string method = $"Cholesky factor of XᵀX in binary64; refinement steps with double-double residuals: {solution.Steps}";
        return new LinearFit(model, fitted, loss, objective, rSquared, weights.Length / targets, solution.ComputedOn, method);
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
