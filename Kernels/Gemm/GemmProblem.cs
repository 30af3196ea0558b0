namespace NeuralGpu.Kernels;

/// <summary>The sizes, strides and factors of one Gemm: element (i, p) of op(A) is at i · RowStrideA + p · ColumnStrideA, and (p, j) of op(B) at p · RowStrideB + j · ColumnStrideB.</summary>
internal readonly struct GemmProblem
{
    public readonly GemmLayout Layout;
    public readonly int M;
    public readonly int N;
    public readonly int K;
    public readonly int RowStrideA;
    public readonly int ColumnStrideA;
    public readonly int RowStrideB;
    public readonly int ColumnStrideB;
    public readonly float Alpha;
    public readonly float Beta;

    /// <summary>Rows to compute: those of C, and one more where column sums are wanted, made of a row of ones below op(A). fma(1, x, s) is s + x.</summary>
    public readonly int Rows;

    /// <summary>[n], where that row goes.</summary>
    public readonly FloatView ColumnSums;

    public GemmProblem(GemmLayout layout, int m, int n, int k, float alpha, float beta)
    {
        Layout = layout;
        M = m;
        Rows = m;
        N = n;
        K = k;
        (RowStrideA, ColumnStrideA) = layout == GemmLayout.TN ? (1, m) : (k, 1);
        (RowStrideB, ColumnStrideB) = layout == GemmLayout.NT ? (1, k) : (n, 1);
        Alpha = alpha;
        Beta = beta;
    }

    public GemmProblem(GemmLayout layout, int m, int n, int k, float alpha, float beta, FloatView columnSums)
        : this(layout, m, n, k, alpha, beta)
    {
        Rows = m + 1;
        ColumnSums = columnSums;
    }

    private GemmProblem(in GemmProblem whole, FloatView columnSums)
    {
        this = whole;
        Alpha = 1f;
        Beta = 0f;
        ColumnSums = columnSums;
    }

    public bool IsTransposedA => Layout == GemmLayout.TN;

    public bool IsTransposedB => Layout == GemmLayout.NT;

    /// <summary>The problem of which each chunk's sums go to a matrix of their own, of <see cref="Rows"/> rows, in consecutive memory.</summary>
    public GemmProblem ForParts(in FloatView sums)
        => new(this, Rows > M ? sums.Slice((long)M * N, N) : default);
}
