using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Solves a system for several λ at once and refines the solutions against the data.</summary>
/// <remarks>
/// Each pass computes r = y − Xv, Xᵀ(w ⊙ r) and Σwr² in double-double from the data; the factor turns what the normal equations lack into a correction. The errors of XᵀX and of its factor only decide how many passes it takes.
/// Björck, "Stability analysis of the method of seminormal equations for linear least squares problems" (1987), with the residuals in twice the precision.
/// </remarks>
internal sealed class StreamedSolver<T>
    where T : struct, IReal<T>
{
    private const int MostSteps = 60;

    // Eight binary digits beyond binary64, so that rounding the solution is the only error left.
    private const double SettledPart = 1.0 / (1L << 61);
    private const double NegligiblePart = SettledPart / (1 << 24);
    private const double AcceptablePart = 1.0 / (1L << 50);

    // What is left after a step is judged by this many times what the steps before it left.
    private const double Caution = 16;

    private readonly NormalSystem<T> system;
    private readonly double[] penalties;
    private readonly int targets;
    private PenalizedSystem<T>? last;

    public StreamedSolver(NormalSystem<T> system, IReadOnlyList<double> penalties)
    {
        this.system = system;
        this.penalties = [.. penalties];
        targets = system.Columns.Targets;
    }

    public DesignColumns Columns => system.Columns;

    public RowStatistics Statistics => system.Statistics;

    /// <summary>The system of one λ. Only the last one is kept: a path of many λ would need a factor each.</summary>
    public PenalizedSystem<T> For(int penalty)
    {
        if (last is null || last.Penalty != penalties[penalty])
            last = system.With(penalties[penalty]);
        return last;
    }

    /// <summary>The solutions from the Gram matrix alone.</summary>
    public StreamedSolution[] SolveOnce() => [.. Enumerable.Range(0, penalties.Length).Select(SolveOne)];

    /// <summary>The exact solutions, rounded to double-double or nearly so; null when the steps do not converge.</summary>
    public StreamedSolution[]? Refine(StreamedSums sums)
    {
        StreamedSolution[] start = SolveOnce();
        int copies = penalties.Length;
        int columns = system.Columns.Count;
        // [columns × (copies · targets)]
        var v = new DoubleDouble[columns * copies * targets];
        var sizes = new double[copies * targets];
        for (int copy = 0; copy < copies; copy++)
        {
            double[] lengths = For(copy).Lengths;
            for (int j = 0; j < columns; j++)
            {
                for (int target = 0; target < targets; target++)
                    v[(((j * copies) + copy) * targets) + target] = start[copy].Coefficients[(j * targets) + target];
            }
            for (int target = 0; target < targets; target++)
                sizes[(copy * targets) + target] = Enumerable.Range(0, columns).Max(j => Math.Abs(start[copy].Coefficients[(j * targets) + target].High) * lengths[j]);
        }
        for (int step = 1; step <= MostSteps; step++)
        {
            NormalResidualSums lacking = sums.Residuals(system.Columns, v, copies);
            bool isSettled = true;
            for (int copy = 0; copy < copies; copy++)
            {
                for (int target = 0; target < targets; target++)
                {
                    RefinementState state = Correct(v, lacking, copies, copy, target, ref sizes[(copy * targets) + target]);
                    if (state == RefinementState.Stuck)
                        return null;
                    isSettled &= state == RefinementState.Settled;
                }
            }
            if (isSettled)
            {
                return [.. Enumerable.Range(0, copies).Select(copy => new StreamedSolution(
                    [.. Enumerable.Range(0, columns * targets).Select(at => v[(((at / targets * copies) + copy) * targets) + (at % targets)])],
                    lacking.Squares[(copy * targets)..((copy + 1) * targets)],
                    step))];
            }
        }
        return null;
    }

    private StreamedSolution SolveOne(int penalty)
    {
        PenalizedSystem<T> factored = For(penalty);
        DesignColumns columns = system.Columns;
        var v = new DoubleDouble[columns.Count * targets];
        var squares = new DoubleDouble[targets];
        for (int target = 0; target < targets; target++)
        {
            DoubleDouble[] u = factored.Solve(system.Right(target));
            DoubleDouble square = system.ResidualSquares(u, target);
            squares[target] = square.High > 0 ? square : default;
            columns.Unshift(u);
            if (columns.Intercept == Intercept.Free)
                u[0] = DoubleDouble.Add(u[0], new DoubleDouble(columns.TargetShifts[target], 0));
            for (int j = 0; j < u.Length; j++)
                v[(j * targets) + target] = u[j];
        }
        return new StreamedSolution(v, squares, 0);
    }

    /// <summary>Adds to one target's coefficients what the normal equations still lack, and corrects its sum of squares for it.</summary>
    private RefinementState Correct(DoubleDouble[] v, NormalResidualSums lacking, int copies, int copy, int target, ref double previous)
    {
        PenalizedSystem<T> factored = For(copy);
        DesignColumns columns = system.Columns;
        int fits = copies * targets;
        int fit = (copy * targets) + target;
        var gradient = new DoubleDouble[columns.Count];
        var right = new T[columns.Count];
        for (int j = 0; j < right.Length; j++)
        {
            DoubleDouble penalty = DoubleDouble.Multiply(factored.Penalties[j], v[(j * fits) + fit]);
            DoubleDouble sum = DoubleDouble.Add(lacking.Products[(j * fits) + fit], DoubleDouble.Negate(penalty));
            // (x − c1)ᵀr = xᵀr − c·1ᵀr.
            gradient[j] = columns.Shifts[j] == 0 ? sum : DoubleDouble.MultiplyAdd(-columns.Shifts[j], lacking.Products[fit], sum);
            right[j] = T.From(gradient[j]);
        }
        DoubleDouble[] changes = factored.Solve(right);
        // The objective Σwr² + Σpv² falls by gᵀδ.
        DoubleDouble squares = lacking.Squares[fit];
        for (int j = 0; j < changes.Length; j++)
            squares = DoubleDouble.Add(squares, DoubleDouble.Negate(DoubleDouble.Multiply(gradient[j], changes[j])));
        columns.Unshift(changes);
        double size = 0;
        double change = 0;
        for (int j = 0; j < changes.Length; j++)
        {
            int at = (j * fits) + fit;
            DoubleDouble next = DoubleDouble.Add(v[at], changes[j]);
            DoubleDouble shrinkage = DoubleDouble.Multiply(factored.Penalties[j], DoubleDouble.Multiply(changes[j], DoubleDouble.Add(next, v[at])));
            squares = DoubleDouble.Add(squares, DoubleDouble.Negate(shrinkage));
            v[at] = next;
            size = Math.Max(size, Math.Abs(next.High) * factored.Lengths[j]);
            change = Math.Max(change, Math.Abs(changes[j].High) * factored.Lengths[j]);
        }
        lacking.Squares[fit] = squares.High > 0 ? squares : default;
        bool isImproving = change < previous / 2 || previous == 0;
        double left = isImproving && previous > 0 ? Math.Min(1, Caution * change / previous) : 1;
        bool isSettled = change == 0;
        if (!isSettled)
        {
            isSettled = true;
            for (int j = 0; j < changes.Length; j++)
            {
                double part = Math.Abs(changes[j].High) * left;
                isSettled &= part <= SettledPart * Math.Abs(v[(j * fits) + fit].High) || part * factored.Lengths[j] <= NegligiblePart * size;
            }
        }
        if (isSettled)
            return RefinementState.Settled;
        previous = change;
        return isImproving ? RefinementState.Improving : change <= AcceptablePart * size ? RefinementState.Settled : RefinementState.Stuck;
    }
}
