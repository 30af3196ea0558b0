using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>T(XᵀWX + Σw·λI)⁻¹Tᵀ, T being the map to reported coefficients: what σ² multiplies to give their covariance. All of it for columns and targets as they are scaled.</summary>
/// <remarks>With A = LLᵀ element (j, k) is (L⁻¹tⱼ)·(L⁻¹tₖ): a variance is a sum of squares, without cancellation.</remarks>
internal sealed class UnitCovariance<T>
    where T : struct, IReal<T>
{
    // A device works through the zeros of the identity, six times the arithmetic that the host needs.
    private const int SmallestOnDevice = 2048;

    // Below it a second thread takes longer to come than the first to be done.
    private const int SmallestInParallel = 64;

    // Coefficients at once: the factor's rows come from afar.
    private const int Batch = 16;

    private readonly PenalizedSystem<T> system;

    public UnitCovariance(PenalizedSystem<T> system)
    {
        this.system = system;
        if (Count >= SmallestOnDevice && system.Dependent.Length == 0)
        {
            Lengths = system.SolvedLengths(coefficient => system.System.Columns.MapRow(coefficient));
            return;
        }
        Lengths = new double[Count];
        int batches = (Count + Batch - 1) / Batch;
        if (Count < SmallestInParallel)
        {
            (T[] several, DoubleDouble[] map) = Memory();
            for (int batch = 0; batch < batches; batch++)
                Solve(batch, several, map);
        }
        else
        {
            Loop.Run(batches, Memory, (batch, memory) => Solve(batch, memory.Several, memory.Map));
        }
    }

    /// <summary>The roots of the diagonal.</summary>
    public double[] Lengths { get; }

    /// <summary>tr H for ŷ = Hy: the number of coefficients, less Σ of each penalty times its coefficient's element of the diagonal.</summary>
    public double EffectiveParameters
    {
        get
        {
            double shrinkage = 0;
            for (int j = 0; j < Count; j++)
                shrinkage += system.Penalties[j].High * Lengths[j] * Lengths[j];
            return Count - shrinkage;
        }
    }

    private HostLoop Loop => system.System.Device.HostLoop;

    private int Count => system.System.Columns.Count;

    /// <summary>All of it, [columns × columns].</summary>
    public double[] Matrix()
    {
        var solved = new T[Count][];
        Loop.Run(Count, k => solved[k] = Solved(k));
        var matrix = new double[(long)Count * Count];
        Loop.Run(Count, j =>
        {
            for (int k = 0; k <= j; k++)
                matrix[((long)j * Count) + k] = matrix[((long)k * Count) + j] = -T.SubtractDot(default, solved[j], solved[k]).Wide.High;
        });
        return matrix;
    }

    /// <summary>a(XᵀWX + Σw·λI)⁻¹aᵀ for a row of the shifted columns.</summary>
    public double Leverage(DoubleDouble[] row)
    {
        T[] solved = [.. row.Select(T.From)];
        system.SolveLower(solved, 0);
        return Square(solved);
    }

    private static double Square(ReadOnlySpan<T> vector) => -T.SubtractDot(default, vector, vector).Wide.High;

    private (T[] Several, DoubleDouble[] Map) Memory() => (new T[Count * Batch], new DoubleDouble[Count]);

    private void Solve(int batch, T[] several, DoubleDouble[] map)
    {
        int first = batch * Batch;
        int count = Math.Min(Batch, Count - first);
        Array.Clear(several, first * Batch, (Count - first) * Batch);
        for (int b = 0; b < count; b++)
        {
            system.System.Columns.MapRow(first + b, map);
            for (int j = first; j < map.Length; j++)
                several[(j * Batch) + b] = T.From(map[j]);
        }
        system.SolveLower(several, Batch, first);
        Span<double> squares = stackalloc double[Batch];
        squares.Clear();
        for (int j = first; j < Count; j++)
        {
            for (int b = 0; b < Batch; b++)
            {
                double value = several[(j * Batch) + b].Wide.High;
                squares[b] = Math.FusedMultiplyAdd(value, value, squares[b]);
            }
        }
        for (int b = 0; b < count; b++)
            Lengths[first + b] = Math.Sqrt(squares[b]);
    }

    private T[] Solved(int coefficient)
    {
        T[] row = [.. system.System.Columns.MapRow(coefficient).Select(T.From)];
        system.SolveLower(row, coefficient);
        return row;
    }
}
