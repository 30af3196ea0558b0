using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Matrix multiply with an epilogue: C = epilogue(α·op(A)·op(B) + β·C).</summary>
/// <remarks>
/// Every element is, bit for bit: the dot product in the order of <see cref="DotProduct.ChunkLength"/>; one multiplication by α; when β ≠ 0 one fma(β, C, ·), else C is not read; the epilogue.
/// The product is always formed, also for α = 0, so that infinities and NaN are not lost. With k = 0 the dot product is +0.
/// C may not overlap A or B. With an epilogue that <see cref="IEpilogue.StoresItself"/> it is not the result.
/// </remarks>
public sealed class Gemm<TEpilogue>
    where TEpilogue : struct, IEpilogue
{
    private readonly ExecutionTarget target;
    private readonly TiledKernels<TEpilogue>? tiled;
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>? packed;
    private readonly GemmPlan? plan;

    /// <summary>Loads the operation for a target.</summary>
    public Gemm(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        if (target.ProcessorLanes == 0)
            tiled = new TiledKernels<TEpilogue>(target);
        else if (target.ProcessorLanes < Row16.Count)
            packed = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>(PackedGemm.Kernel<Strip6, TEpilogue>);
        else
            packed = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>(PackedGemm.Kernel<Strip12, TEpilogue>);
    }

    /// <summary>Loads the operation as a GPU runs it, with a plan that is not chosen from the table: to measure plans, also where another body would be faster.</summary>
    /// <exception cref="ArgumentException">The target runs host code.</exception>
    public Gemm(ExecutionTarget target, GemmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Workers is not null)
            throw new ArgumentException("Plans are of kernels, but this target runs host code; use a target for kernels.", nameof(target));
        this.target = target;
        tiled = new TiledKernels<TEpilogue>(target);
        this.plan = plan;
    }

    /// <summary>Queues one multiplication.</summary>
    /// <param name="layout">Which operand is transposed.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, m×k, or k×m for <see cref="GemmLayout.TN"/>.</param>
    /// <param name="b">B, k×n, or n×k for <see cref="GemmLayout.NT"/>.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, m×n.</param>
    /// <param name="epilogue">What happens to each element before it is written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an epilogue that stores its results itself has an α or β.</exception>
    public void Run(GemmLayout layout, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, TEpilogue epilogue)
    {
        (int m, int n, int k) = Sizes(layout, a, b, c);
        Run(new GemmProblem(layout, m, n, k, alpha, beta), a, b, c, epilogue);
    }

    /// <summary>Queues one multiplication and, in the same pass, the sums of op(B)'s columns: a layer's weight gradient and its bias gradient. Book, section 4.3.</summary>
    /// <param name="layout">Which operand is transposed.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, m×k, or k×m for <see cref="GemmLayout.TN"/>.</param>
    /// <param name="b">B, k×n, or n×k for <see cref="GemmLayout.NT"/>.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, m×n.</param>
    /// <param name="epilogue">What happens to each element of C before it is written.</param>
    /// <param name="columnSums">[n], written: sⱼ = Σₚ op(B)ₚⱼ, without α, β and the epilogue, which may take them (<see cref="IEpilogue.StoresItself"/>); the bits of <see cref="Kernels.ColumnSums"/>. It may not overlap A, B or C.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, there are fewer than n sums, or an epilogue that stores its results itself has an α or β.</exception>
    public void Run(GemmLayout layout, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, TEpilogue epilogue, FloatView columnSums)
    {
        (int m, int n, int k) = Sizes(layout, a, b, c);
        if (columnSums.Length < n)
            throw new ArgumentException($"op(B) has {n} columns, but there is room for the sums of {columnSums.Length}.", nameof(columnSums));
        Run(new GemmProblem(layout, m, n, k, alpha, beta, columnSums), a, b, c, epilogue);
    }

    private static (int M, int N, int K) Sizes(GemmLayout layout, MatrixView a, MatrixView b, MatrixView c)
    {
        (int m, int k) = layout == GemmLayout.TN ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (int kOfB, int n) = layout == GemmLayout.NT ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (k != kOfB || c.Rows != m || c.Columns != n)
            throw new ArgumentException($"{layout} needs op(A) m×k, op(B) k×n and C m×n, but A is {a.Rows}×{a.Columns}, B is {b.Rows}×{b.Columns} and C is {c.Rows}×{c.Columns}.", nameof(c));
        return (m, n, k);
    }

    private void Run(in GemmProblem problem, MatrixView a, MatrixView b, MatrixView c, TEpilogue epilogue)
    {
        if (TEpilogue.StoresItself && (problem.Alpha != 1f || problem.Beta != 0f))
            throw new ArgumentException($"{typeof(TEpilogue).Name} stores its results itself and takes A·B alone, but alpha is {problem.Alpha} and beta is {problem.Beta}; give 1 and 0.", nameof(epilogue));
        if (problem.Rows == 0 || problem.N == 0)
            return;
        if (tiled is not null)
        {
            tiled.Run(plan ?? TileTable.Choose(target, problem), problem, a.Data, b.Data, c.Data, epilogue);
            return;
        }
        target.CountLaunch(GetType(), problem);
        if (packed is not null)
        {
            int rows = PackedGemm.RowsAGroup(problem.M, problem.N, target.Accelerator.NumMultiprocessors);
            packed(target.Stream, PackedGemm.Configuration(problem.M, problem.N, rows), a.Data, b.Data, c.Data, epilogue, problem, rows);
        }
        else
        {
            HostGemm.Run(problem, a.Data, b.Data, c.Data, epilogue, target.Workers!);
        }
    }
}
