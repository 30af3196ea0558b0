using System.Diagnostics;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One run of <see cref="LeastSquaresSolver"/>: which arithmetic, how many passes.</summary>
internal sealed class LeastSquaresRun
{
    // Standard errors are off by about this part at most when XᵀX is binary64; beyond it, double-double.
    private const double AcceptableError = 1e-10;

    // Shrunk coefficients have none; their refinement must converge.
    private const double AcceptableContraction = 1e-4;

    // With a larger one a solution that is not refined has no digit that can be relied on.
    private const double UselessError = 0.05;
    private const double SingleEpsilon = 1.0 / (1 << 24);

    // Squares within these bounds have lost nothing to overflow and nothing that matters to underflow.
    private const double SmallestSquare = 1e-180;
    private const double LargestSquare = 1e250;

    private readonly Device device;
    private readonly LeastSquaresOptions options;
    private readonly SampleSource source;
    private readonly SampleBlocks blocks;
    private readonly StreamedSums sums;
    private readonly double[] penalties;
    private readonly string computedOn;
    private readonly Stopwatch stopwatch = Stopwatch.StartNew();

    public LeastSquaresRun(Device device, string computedOn, LeastSquaresOptions options, SampleSource source, SampleBlocks blocks)
    {
        this.device = device;
        this.options = options;
        this.source = source;
        this.blocks = blocks;
        this.computedOn = computedOn;
        sums = new StreamedSums(device, blocks);
        penalties = options.Penalties.Count == 0 ? [0] : [.. options.Penalties];
    }

    public LeastSquaresResult Solve()
    {
        DesignColumns columns = options.Degree == 1 ? DesignColumns.ForFeatures(source, options, blocks.First()) : Powers();
        bool isWide = options.Precision == Precision.DoubleDouble || (options.Precision == Precision.Auto && options.Degree > 1);
        if (!isWide)
        {
            bool isSingle = options.Precision == Precision.Single;
            (Binary64[] gram, RowStatistics statistics) = Gram(ref columns, (design, counts) => isSingle ? sums.FloatGram(design, counts) : sums.Gram(design, counts));
            var system = new NormalSystem<Binary64>(device, columns, gram, statistics, options.Precision);
            var solver = new StreamedSolver<Binary64>(system, penalties);
            LeastSquaresResult? result = null;
            if (options.Precision != Precision.Auto)
                result = Result(solver, RequireDigits(RequireIndependent(solver), isSingle).SolveOnce(), isSingle ? "in binary32, not refined" : "in binary64, not refined");
            else if (IsGoodEnough(solver) && solver.Refine(sums) is { } solutions)
                result = Result(solver, solutions, "in binary64");
            GramPool.Return(system.Release());
            if (result is not null)
                return result;
        }
        (WideReal[] wideGram, RowStatistics wideStatistics) = Gram(ref columns, (design, counts) => sums.WideGram(design, counts));
        var wide = new StreamedSolver<WideReal>(new NormalSystem<WideReal>(device, columns, wideGram, wideStatistics, Precision.DoubleDouble), penalties);
        if (options.RankDeficiency == RankDeficiency.Refuse || penalties[0] > 0)
            RequireIndependent(wide);
        StreamedSolution[] refined = wide.Refine(sums) ?? throw DependentColumns.TooClose(wide.For(0));
        if (wide.For(0).Dependent.Length > 0)
            MinimumNorm.Shorten(wide.For(0), refined[0].Coefficients);
        return Result(wide, refined, "in double-double");
    }

    /// <summary>The first λ's minimiser and its residuals, [rows × targets], unscaled.</summary>
    public LeastSquaresSolution SolveWithResiduals()
    {
        LeastSquaresResult result = Solve();
        DesignColumns columns = result.Columns;
        int targets = columns.Targets;
        DoubleDouble[] residuals = sums.RowResiduals(columns, result.Solution.Coefficients);
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = WideReal.Scale(residuals[i], columns.TargetExponents[i % targets]);
        var weights = new DoubleDouble[columns.Count * targets];
        for (int target = 0; target < targets; target++)
        {
            DoubleDouble[] values = [.. Enumerable.Range(0, columns.Count).Select(j => result.Solution.Coefficients[(j * targets) + target])];
            columns.Expand(values);
            for (int k = 0; k < values.Length; k++)
                weights[(k * targets) + target] = WideReal.Scale(values[k], columns.TargetExponents[target] - columns.Exponents[k]);
        }
        return new LeastSquaresSolution(weights, residuals, result.Targets[0].Rank, computedOn, result.Targets[0].Method);
    }

    private DesignColumns Powers()
    {
        var range = new DataRange(source, blocks, options.Degree);
        if (options.Penalties.Count == 0 && options.RankDeficiency == RankDeficiency.Refuse && range.Smallest <= range.Greatest)
            range.RequireDistinctValues(source.FeatureNames[0], options.Degree, options.Intercept != Intercept.None);
        return DesignColumns.ForPowers(source, options, blocks.First(), range.Smallest, range.Greatest, range.LargestTargets);
    }

    /// <summary>A Gram matrix whose squares are within the range of binary64, for which the columns may have to be divided by other powers of two.</summary>
    private (T[] Gram, RowStatistics Statistics) Gram<T>(ref DesignColumns columns, Func<DesignColumns, RowStatistics, T[]> compute)
        where T : struct, IReal<T>
    {
        var statistics = new RowStatistics(columns);
        T[] gram = compute(columns, statistics);
        if (options.Degree == 1 && !IsInRange(columns, gram))
        {
            var range = new DataRange(source, blocks, options.Degree);
            columns = DesignColumns.ForFeatures(source, options, blocks.First(), range.LargestFeatures, range.LargestTargets);
            statistics = new RowStatistics(columns);
            gram = compute(columns, statistics);
        }
        if (!(statistics.Weight.High > 0))
            throw new DataFormatException($"All {statistics.Rows} weights in {source.Name} are 0; give at least as many rows a weight above 0 as there are coefficients.");
        return (gram, statistics);
    }

    private static bool IsInRange<T>(DesignColumns columns, T[] gram)
        where T : struct, IReal<T>
    {
        int size = columns.Count + columns.Targets;
        for (int j = 0; j < size; j++)
        {
            double square = gram[((long)j * size) + j].Wide.High;
            if (!(square is >= SmallestSquare and <= LargestSquare) && !(square == 0 && columns.IsShifted(j)))
                return false;
        }
        return true;
    }

    private StreamedSolver<T> RequireIndependent<T>(StreamedSolver<T> solver)
        where T : struct, IReal<T>
    {
        for (int penalty = 0; penalty < penalties.Length; penalty++)
        {
            if (solver.For(penalty).Dependent.Length > 0)
                throw DependentColumns.Explain(solver.For(penalty));
        }
        return solver;
    }

    private StreamedSolver<Binary64> RequireDigits(StreamedSolver<Binary64> solver, bool isSingle)
    {
        for (int penalty = 0; penalty < penalties.Length; penalty++)
        {
            double condition = solver.For(penalty).Condition;
            if (condition * condition * (isSingle ? SingleEpsilon : Binary64.Epsilon) > UselessError)
                throw new SingularSystemException($"The columns' condition number is {condition:G3}, and its square leaves the coefficients no digit in {(isSingle ? "binary32" : "binary64")} without refinement. Use {nameof(Precision)}.{nameof(Precision.Auto)}, or a penalty.");
        }
        return solver;
    }

    private bool IsGoodEnough(StreamedSolver<Binary64> solver)
    {
        for (int penalty = 0; penalty < penalties.Length; penalty++)
        {
            PenalizedSystem<Binary64> system = solver.For(penalty);
            if (system.Dependent.Length > 0 || !(system.ErrorPart <= (penalties[penalty] > 0 ? AcceptableContraction : AcceptableError)))
                return false;
        }
        return true;
    }

    private LeastSquaresResult Result<T>(StreamedSolver<T> solver, StreamedSolution[] solutions, string arithmetic)
        where T : struct, IReal<T>
    {
        double[][]? foldErrors = options.PenaltyChoice == PenaltyChoice.KFold ? new CrossValidation(device, options, sums, solver.Columns).Errors() : null;
        var all = new TargetFits<T>[penalties.Length];
        var path = new PenaltyFit[penalties.Length];
        for (int penalty = 0; penalty < penalties.Length; penalty++)
        {
            PenalizedSystem<T> system = solver.For(penalty);
            string method = $"Cholesky factor {(system.IsSingle ? "in binary32 " : "")}of XᵀX {arithmetic}";
            if (solutions[penalty].Steps > 0)
                method += $"; refinement steps with double-double residuals: {solutions[penalty].Steps}";
            if (system.Dependent.Length > 0)
                method += $"; minimum norm, columns that depend on others: {system.Dependent.Length}";
            TargetFits<T> fits = all[penalty] = new TargetFits<T>(system, solutions[penalty], options.ConfidenceLevel, method);
            path[penalty] = new PenaltyFit(penalties[penalty], [.. Enumerable.Range(0, solver.Columns.Targets).Select(target => fits.Fit(target, Score(fits, penalty, target, foldErrors)))]);
        }
        int[] chosen = [.. Enumerable.Range(0, solver.Columns.Targets).Select(target => Chosen(path, target))];
        return new LeastSquaresResult(solver.Columns, solutions[0], inputs => Intervals(all, chosen, inputs), (samples, token) => Leverages(all[chosen[0]], samples, token))
        {
            Samples = solver.Statistics.Samples,
            Targets = [.. chosen.Select((penalty, target) => path[penalty].Targets[target])],
            Path = path,
            Model = Model(all, chosen),
            ComputedOn = computedOn,
            Passes = blocks.Passes,
            Elapsed = stopwatch.Elapsed,
        };
    }

    private double Score<T>(TargetFits<T> fits, int penalty, int target, double[][]? foldErrors)
        where T : struct, IReal<T>
        => options.PenaltyChoice switch
        {
            PenaltyChoice.GeneralizedCrossValidation => fits.GeneralizedCrossValidation(target),
            PenaltyChoice.KFold => foldErrors![penalty][target],
            _ => double.NaN,
        };

    // The first of the smallest; the first of all when there are no scores.
    private static int Chosen(PenaltyFit[] path, int target)
    {
        int chosen = 0;
        for (int penalty = 1; penalty < path.Length; penalty++)
        {
            if (path[penalty].Targets[target].Score < path[chosen].Targets[target].Score)
                chosen = penalty;
        }
        return chosen;
    }

    private LinearModel Model<T>(TargetFits<T>[] all, int[] chosen)
        where T : struct, IReal<T>
    {
        int targets = chosen.Length;
        int first = options.Intercept == Intercept.None ? 0 : 1;
        double[][] values = [.. chosen.Select((penalty, target) => all[penalty].Values(target))];
        double[] coefficients = [.. Enumerable.Range(0, (values[0].Length - first) * targets).Select(at => values[at % targets][first + (at / targets)])];
        return new LinearModel(coefficients, [.. values.Select(value => first == 1 ? value[0] : 0)]);
    }

    private PredictionInterval[] Intervals<T>(TargetFits<T>[] all, int[] chosen, double[] inputs)
        where T : struct, IReal<T>
    {
        int features = source.FeatureNames.Count;
        if (inputs.Length % features != 0)
            throw new ArgumentException($"{inputs.Length} values are not a whole number of rows of {features} features.", nameof(inputs));
        return [.. Enumerable.Range(0, inputs.Length / features * chosen.Length).Select(at => all[chosen[at % chosen.Length]].Predict(inputs.AsSpan(at / chosen.Length * features, features), at % chosen.Length))];
    }

    private IEnumerable<double> Leverages<T>(TargetFits<T> fits, SampleSource samples, CancellationToken token)
        where T : struct, IReal<T>
    {
        int features = source.FeatureNames.Count;
        if (samples.FeatureNames.Count != features)
            throw new ArgumentException($"The samples have {samples.FeatureNames.Count} features, but {features} were fitted.", nameof(samples));
        return Read();

        IEnumerable<double> Read()
        {
            var block = new SampleBlock(DotProduct.ChunkLength, features, samples.TargetNames.Count, samples.HasWeights);
            using SampleReader reader = samples.Open();
            while (block.Read(reader, samples.Name))
            {
                token.ThrowIfCancellationRequested();
                for (int row = 0; row < block.Rows; row++)
                    yield return fits.Leverage(block.Features.Span.Slice(row * features, features), block.HasWeights ? block.Weights[row] : 1);
            }
        }
    }
}
