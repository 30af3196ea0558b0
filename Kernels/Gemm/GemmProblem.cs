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

    public GemmProblem(GemmLayout layout, int m, int n, int k, float alpha, float beta)
    {
        Layout = layout;
        M = m;
        N = n;
        K = k;
        (RowStrideA, ColumnStrideA) = layout == GemmLayout.TN ? (1, m) : (k, 1);
        (RowStrideB, ColumnStrideB) = layout == GemmLayout.NT ? (1, k) : (n, 1);
        Alpha = alpha;
        Beta = beta;
    }

    public bool IsTransposedA => Layout == GemmLayout.TN;

    public bool IsTransposedB => Layout == GemmLayout.NT;
}
