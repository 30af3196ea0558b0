using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>C on the host, and what becomes of finished sums there: α, β and the epilogue.</summary>
internal readonly unsafe struct GemmOutput<TEpilogue, TLanes, TVector>
    where TEpilogue : struct, IEpilogue
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    private readonly float* c;
    private readonly int stride;
    private readonly float alpha;
    private readonly float beta;
    private readonly TEpilogue epilogue;

    public GemmOutput(in GemmProblem problem, in FloatView c, TEpilogue epilogue)
    {
        this.c = (float*)c.Address;
        stride = problem.N;
        alpha = problem.Alpha;
        beta = problem.Beta;
        epilogue.Begin<ScalarLanes>();
        this.epilogue = epilogue;
    }

    /// <summary>Whether finished sums still need α, β or the epilogue.</summary>
    public bool NeedsFinish => !TEpilogue.IsIdentity || alpha != 1f || beta != 0f;

    /// <summary>The address of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int row, int column) => c + ((long)row * stride) + column;

    /// <summary>Applies α, β and the epilogue to finished sums.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="old">What C was there before, when β is not 0.</param>
    /// <param name="oldStride">From a row of that to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Finish(int row, int column, int rows, int columns, float* old, int oldStride)
    {
        TEpilogue epilogue = this.epilogue;
        for (int i = 0; i < rows; i++)
        {
            float* values = At(row + i, column);
            float* before = old + ((long)i * oldStride);
            int j = 0;
            for (; j + TLanes.Count <= columns; j += TLanes.Count)
            {
                TVector value = TLanes.Multiply(TLanes.Constant(alpha), TLanes.Load(values + j));
                if (beta != 0f)
                    value = TLanes.Fma(TLanes.Constant(beta), TLanes.Load(before + j), value);
                value = epilogue.Apply<TLanes, TVector>(value, row + i, column + j);
                if (!TEpilogue.StoresItself)
                    TLanes.Store(values + j, value);
            }
            for (; j < columns; j++)
            {
                float value = alpha * values[j];
                if (beta != 0f)
                    value = Ieee.Fma(beta, before[j], value);
                value = epilogue.Apply<ScalarLanes, float>(value, row + i, column + j);
                if (!TEpilogue.StoresItself)
                    values[j] = value;
            }
        }
    }

    /// <summary>Gives finished column sums to an epilogue that stores them itself.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many.</param>
    /// <param name="sums">The sums.</param>
    public void TakeSums(int column, int columns, float* sums)
    {
        if (!TEpilogue.StoresItself)
            return;
        TEpilogue epilogue = this.epilogue;
        int j = 0;
        for (; j + TLanes.Count <= columns; j += TLanes.Count)
            epilogue.TakeSums<TLanes, TVector>(TLanes.Load(sums + j), column + j);
        for (; j < columns; j++)
            epilogue.TakeSums<ScalarLanes, float>(sums[j], column + j);
    }

    /// <summary>Keeps what is in a block, [rows × columns].</summary>
    public void Copy(int row, int column, int rows, int columns, float* to)
    {
        for (int i = 0; i < rows; i++)
            new ReadOnlySpan<float>(At(row + i, column), columns).CopyTo(new Span<float>(to + ((long)i * columns), columns));
    }

    /// <summary>Makes a block +0: the sums of no terms.</summary>
    public void Clear(int row, int column, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
            new Span<float>(At(row + i, column), columns).Clear();
    }
}
