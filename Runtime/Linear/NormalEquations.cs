using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Solves (XᵀX + nλI)W = XᵀY, book, (1.5) and (1.9), without an inverse.</summary>
/// <remarks>
/// XᵀX is computed in binary64 on the device, factored by Cholesky on the host, and the solution refined: r = Y − XW and XᵀR are computed from the data in double-double, so the errors of XᵀX
/// and of its factor only slow the refinement down and do not reach the result. Björck, "Stability analysis of the method of seminormal equations for linear least squares problems" (1987), with the residuals in twice the precision.
/// </remarks>
internal sealed class NormalEquations
{
    private const int MostSteps = 60;
    private const double Epsilon = 1.0 / (1L << 53);

    private readonly DesignMatrix design;
    private readonly SampleTable table;
    private readonly int[] targetExponents;
    private readonly double[] y;
    private readonly double penalty;
    private readonly DoubleDouble[] penalties;

    /// <summary>States a problem.</summary>
    /// <param name="design">X, scaled.</param>
    /// <param name="table">Its rows' targets.</param>
    /// <param name="penalty">λ; 0 for none.</param>
    /// <param name="intercept">Whether λ shrinks the intercept too.</param>
    public NormalEquations(DesignMatrix design, SampleTable table, double penalty, Intercept intercept)
    {
        this.design = design;
        this.table = table;
        this.penalty = penalty;
        targetExponents = BinaryScale.Exponents(table.Targets, table.Outputs, table.Outputs);
        y = [.. table.Targets];
        BinaryScale.Divide(y, table.Outputs, targetExponents);
        // For the scaled coefficient v = w·2ᵉ the penalty nλw² is nλ·2⁻²ᵉ·v².
        DoubleDouble scaled = DoubleDouble.Product(table.Rows, penalty);
        penalties = [.. design.Exponents.Select((exponent, j) => design.HasIntercept && j == 0 && intercept == Intercept.Free ? default : Scaled(scaled, -2 * exponent))];
    }

    /// <summary>Solves the problem.</summary>
    /// <exception cref="SingularSystemException">There is no unique solution, or it cannot be told from others in binary64.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeastSquaresSolution Solve(Device device, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (device.HasDoubles)
            return SolveOn(device, Describe(device), cancellationToken);
        using Device host = Device.Open(DeviceKind.Cpu);
        return SolveOn(host, $"{Describe(host)}, because {Describe(device)} has no binary64 arithmetic", cancellationToken);
    }

    private static string Describe(Device device) => $"{DeviceName.Format(device.Info.Kind, device.Info.Index)} ({device.Info.Name})";

    private static DoubleDouble Scaled(DoubleDouble value, int exponent)
    {
        // A coefficient under a penalty of 10³⁰⁰ is zero to binary64; infinity would make it NaN.
        const double Largest = 1e300;
        double high = Math.ScaleB(value.High, exponent);
        return high > Largest ? new DoubleDouble(Largest, 0) : new DoubleDouble(high, Math.ScaleB(value.Low, exponent));
    }

    private LeastSquaresSolution SolveOn(Device device, string computedOn, CancellationToken cancellationToken)
    {
        using DeviceLeastSquares system = device.FreeingOnFailure(() => new DeviceLeastSquares(device, design, y, table.Outputs));
        double[] gram = system.Gram();
        var lengths = new double[design.Columns];
        for (int j = 0; j < lengths.Length; j++)
        {
            ref double diagonal = ref gram[(j * design.Columns) + j];
            diagonal += penalties[j].High;
            lengths[j] = Math.Sqrt(diagonal);
        }
        cancellationToken.ThrowIfCancellationRequested();
        Cholesky factor = Factor(gram, lengths);
        var weights = new DoubleDouble[design.Columns * table.Outputs];
        int steps = Refine(system, factor, lengths, weights, cancellationToken);
        system.ComputeResiduals(weights);
        return Unscaled(weights, system.DownloadResiduals(), steps, computedOn);
    }

    private Cholesky Factor(double[] gram, double[] lengths)
    {
        // The errors of XᵀX grow with the roots of its chains' lengths, those of the factor with the columns. A centred column whose values differ by a few units in the last place is constant.
        double tolerance = Epsilon * ((8 * (design.Columns + 8)) + (2 * Math.Sqrt(table.Rows / (double)DotProduct.ChunkLength)));
        double smallestPivot = penalty > 0 ? 0 : table.Rows * 64 * Epsilon * Epsilon;
        var factor = new Cholesky(gram, design.Columns, tolerance, smallestPivot);
        if (factor.Dependent.Count > 0 || (penalty == 0 && table.Rows < design.Columns))
            throw Dependencies.Explain(design, factor, lengths, smallestPivot, penalty);
        return factor;
    }

    private int Refine(DeviceLeastSquares system, Cholesky factor, double[] lengths, DoubleDouble[] weights, CancellationToken cancellationToken)
    {
        int targets = table.Outputs;
        var refinement = new Refinement(targets);
        for (int step = 1; step <= MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            system.ComputeResiduals(weights);
            DoubleDouble[] products = system.NormalResiduals();
            bool isSettled = true;
            for (int target = 0; target < targets; target++)
            {
                double[] changes = Correct(factor, products, weights, target);
                double[] high = [.. Enumerable.Range(0, design.Columns).Select(j => weights[(j * targets) + target].High)];
                RefinementState state = refinement.Judge(target, high, changes, lengths);
                if (state == RefinementState.Stuck)
                    throw Dependencies.TooClose(design, penalty);
                isSettled &= state == RefinementState.Settled;
            }
            if (isSettled)
                return step;
        }
        throw Dependencies.TooClose(design, penalty);
    }

    /// <summary>Adds to one target's coefficients what the normal equations still lack; returns what was added.</summary>
    private double[] Correct(Cholesky factor, DoubleDouble[] products, DoubleDouble[] weights, int target)
    {
        int columns = design.Columns;
        int targets = table.Outputs;
        var right = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            DoubleDouble sum = DoubleDouble.Add(products[(j * targets) + target], DoubleDouble.Negate(DoubleDouble.Multiply(penalties[j], weights[(j * targets) + target])));
            // (x − c1)ᵀr = xᵀr − c·1ᵀr.
            right[j] = design.Shifts[j] == 0 ? sum.High : DoubleDouble.MultiplyAdd(-design.Shifts[j], products[target], sum).High;
        }
        factor.Solve(right);
        // From the shifted columns back to the columns: the intercept takes up c·w.
        var intercept = new DoubleDouble(right[0], 0);
        for (int j = 1; j < columns; j++)
            intercept = DoubleDouble.MultiplyAdd(-design.Shifts[j], new DoubleDouble(right[j], 0), intercept);
        weights[target] = DoubleDouble.Add(weights[target], intercept);
        for (int j = 1; j < columns; j++)
            weights[(j * targets) + target] = DoubleDouble.Add(weights[(j * targets) + target], new DoubleDouble(right[j], 0));
        right[0] = intercept.High;
        return right;
    }

    private LeastSquaresSolution Unscaled(DoubleDouble[] weights, DoubleDouble[] residuals, int steps, string computedOn)
    {
        int targets = table.Outputs;
        var shrinkage = new double[targets];
        for (int j = 0; j < design.Columns; j++)
        {
            for (int target = 0; target < targets; target++)
            {
                int at = (j * targets) + target;
                if (penalties[j].High > 0)
                {
                    double shrunk = Math.ScaleB(weights[at].High, targetExponents[target] - design.Exponents[j]);
                    shrinkage[target] += penalty / 2 * shrunk * shrunk;
                }
                weights[at] = Exact(weights[at], targetExponents[target] - design.Exponents[j]);
            }
        }
        return new LeastSquaresSolution(weights, [.. residuals.Select((residual, i) => Exact(residual, targetExponents[i % targets]))], shrinkage, steps, computedOn);

        static DoubleDouble Exact(DoubleDouble value, int exponent) => new(Math.ScaleB(value.High, exponent), Math.ScaleB(value.Low, exponent));
    }
}
