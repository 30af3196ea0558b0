using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>From a solution that leaves dependent columns out to the one of the smallest Σw².</summary>
/// <remarks>
/// With X_D = X_I·C every solution is w_I = w*_I − C·w_D, so w = w* + N·z with N = [−C; I], and the shortest has z = −(NᵀN)⁻¹Nᵀw*: a small positive definite system. A free intercept has no part in the norm.
/// Norms are those of the coefficients as they are reported, not of scaled columns.
/// </remarks>
internal static class MinimumNorm
{
    /// <summary>Changes the coefficients of each target.</summary>
    /// <param name="system">A system with dependent columns.</param>
    /// <param name="coefficients">v of the scaled columns, [columns × targets].</param>
    public static void Shorten(PenalizedSystem<WideReal> system, DoubleDouble[] coefficients)
    {
        DesignColumns columns = system.System.Columns;
        int count = columns.Count;
        int targets = columns.Targets;
        int dependent = system.Dependent.Length;
        int first = columns.Intercept == Intercept.Free ? 1 : 0;
        // N, a row a dependent column, over the scaled columns; a coefficient of those is 2^exponent times the reported one.
        var directions = new DoubleDouble[dependent][];
        for (int d = 0; d < dependent; d++)
        {
            int column = system.Dependent[d];
            directions[d] = new DoubleDouble[count];
            DoubleDouble[] combination = system.Combination(column);
            for (int k = 0; k < column; k++)
                directions[d][k] = DoubleDouble.Negate(combination[k]);
            directions[d][column] = new DoubleDouble(1, 0);
            columns.Unshift(directions[d]);
        }
        var products = new WideReal[LowerTriangle.Length(dependent)];
        for (int d = 0; d < dependent; d++)
        {
            for (int e = 0; e <= d; e++)
                products[LowerTriangle.Place(d, e)] = new WideReal(Product(directions[d], directions[e]));
        }
        var factor = new Factor<WideReal>(products, dependent, 0, (_, _) => 0);
        for (int target = 0; target < targets; target++)
        {
            DoubleDouble[] solution = [.. Enumerable.Range(0, count).Select(j => coefficients[(j * targets) + target])];
            WideReal[] steps = [.. directions.Select(direction => new WideReal(Product(direction, solution)))];
            factor.Solve(steps);
            for (int d = 0; d < dependent; d++)
            {
                for (int j = 0; j < count; j++)
                    solution[j] = DoubleDouble.Add(solution[j], DoubleDouble.Negate(DoubleDouble.Multiply(steps[d].Wide, directions[d][j])));
            }
            for (int j = 0; j < count; j++)
                coefficients[(j * targets) + target] = solution[j];
        }

        DoubleDouble Product(DoubleDouble[] a, DoubleDouble[] b)
        {
            DoubleDouble sum = default;
            for (int j = first; j < count; j++)
                sum = DoubleDouble.Add(sum, WideReal.Scale(DoubleDouble.Multiply(a[j], b[j]), -2 * columns.Exponents[j]));
            return sum;
        }
    }
}
