using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The normal equations of some columns and targets, from the Gram matrix of both, for any λ: (XᵀWX + Σw·λI)w = XᵀWy. Book, (1.5) and (1.9).</summary>
internal sealed class NormalSystem<T>
    where T : struct, IReal<T>
{
    // Below it a second thread takes longer to come than the first to be done.
    private const int SmallestInParallel = 256;

    private T[] gram;

    /// <summary>States the system.</summary>
    /// <param name="device">Where large systems are factored.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="gram">[columns and targets, squared], and perhaps more; its upper triangle, of shifted columns and targets.</param>
    /// <param name="statistics">What was counted of its rows.</param>
    /// <param name="precision">What was asked for: of <see cref="Precision.Single"/> a large system is factored in binary32 too.</param>
    public NormalSystem(Device device, DesignColumns columns, T[] gram, RowStatistics statistics, Precision precision)
    {
        Precision = precision;
        Device = device;
        Columns = columns;
        this.gram = gram;
        Statistics = statistics;
    }

    public Device Device { get; }

    public DesignColumns Columns { get; }

    public RowStatistics Statistics { get; }

    public Precision Precision { get; }

    private int Size => Columns.Count + Columns.Targets;

    /// <summary>Gives up the Gram matrix and returns it; nothing more can be factored, but factors stay.</summary>
    public T[] Release()
    {
        T[] released = gram;
        gram = [];
        return released;
    }

    /// <summary>XᵀWy of one target.</summary>
    public T[] Right(int target)
    {
        var right = new T[Columns.Count];
        for (int j = 0; j < right.Length; j++)
            right[j] = gram[((long)j * Size) + Columns.Count + target];
        return right;
    }

    /// <summary>Σw(y − c)².</summary>
    public T Squares(int target) => gram[((long)(Columns.Count + target) * Size) + Columns.Count + target];

    /// <summary>uᵀ(XᵀWX)u − 2uᵀXᵀWy + yᵀWy, the residual sum of squares straight from the Gram matrix.</summary>
    public DoubleDouble ResidualSquares(ReadOnlySpan<DoubleDouble> coefficients, int target)
    {
        // Columns and targets are one set of columns here, the target's coefficient being −1.
        DoubleDouble[] all = [.. coefficients, new DoubleDouble(-1, 0)];
        var products = new DoubleDouble[all.Length];
        if (all.Length < SmallestInParallel)
        {
            for (int j = 0; j < all.Length; j++)
                Multiply(j);
        }
        else
        {
            Device.HostLoop.Run(all.Length, Multiply);
        }
        DoubleDouble sum = default;
        foreach (DoubleDouble product in products)
            sum = DoubleDouble.Add(sum, product);
        return sum;

        void Multiply(int j)
        {
            DoubleDouble inner = default;
            for (int k = j; k < all.Length; k++)
            {
                DoubleDouble product = DoubleDouble.Multiply(Element(j, k, target), all[k]);
                inner = DoubleDouble.Add(inner, k > j ? DoubleDouble.Add(product, product) : product);
            }
            products[j] = DoubleDouble.Multiply(all[j], inner);
        }
    }

    /// <summary>Factors the system for a penalty.</summary>
    public PenalizedSystem<T> With(double penalty) => new(this, penalty);

    /// <summary>Row j of XᵀWX from its diagonal element on.</summary>
    public ReadOnlySpan<T> Row(int j) => gram.AsSpan(checked((j * Size) + j), Columns.Count - j);

    /// <summary>The packed lower triangle of XᵀWX.</summary>
    public T[] Lower()
    {
        int columns = Columns.Count;
        T[] matrix = GC.AllocateUninitializedArray<T>(LowerTriangle.Length(columns));
        foreach ((int i, int j) in new LowerTriangle(columns))
            matrix[LowerTriangle.Place(i, j)] = gram[((long)j * Size) + i];
        return matrix;
    }

    private DoubleDouble Element(int j, int k, int target) => gram[((long)At(j, target) * Size) + At(k, target)].Wide;

    private int At(int j, int target) => j < Columns.Count ? j : Columns.Count + target;
}
