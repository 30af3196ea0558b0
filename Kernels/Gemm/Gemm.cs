using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Matrix multiply with an epilogue: C = epilogue(α·op(A)·op(B) + β·C).</summary>
/// <remarks>
/// Every element is, bit for bit: the dot product in the order of <see cref="DotProduct.ChunkLength"/>; one multiplication by α; when β ≠ 0 one fma(β, C, ·), else C is not read; the epilogue.
/// The product is always formed, also for α = 0, so that infinities and NaN are not lost. With k = 0 the dot product is +0.
/// C may not overlap A or B.
/// </remarks>
public sealed class Gemm<TEpilogue>
    where TEpilogue : struct, IEpilogue
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem>? kernel;
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>? packed;

    /// <summary>Loads the operation for a target.</summary>
    public Gemm(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.ProcessorLanes >= Row16.Count)
            packed = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>(PackedGemm.Kernel<Strip12, TEpilogue>);
        else if (target.ProcessorLanes > 0)
            packed = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem, int>(PackedGemm.Kernel<Strip6, TEpilogue>);
        else if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem>(TiledGemm.Kernel);
    }

    /// <summary>Queues one multiplication.</summary>
    /// <param name="layout">Which operand is transposed.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, m×k, or k×m for <see cref="GemmLayout.TN"/>.</param>
    /// <param name="b">B, k×n, or n×k for <see cref="GemmLayout.NT"/>.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C, m×n.</param>
    /// <param name="epilogue">What happens to each element before it is written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public void Run(GemmLayout layout, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, TEpilogue epilogue)
    {
        (int m, int k) = layout == GemmLayout.TN ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (int kOfB, int n) = layout == GemmLayout.NT ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (k != kOfB || c.Rows != m || c.Columns != n)
            throw new ArgumentException($"{layout} needs op(A) m×k, op(B) k×n and C m×n, but A is {a.Rows}×{a.Columns}, B is {b.Rows}×{b.Columns} and C is {c.Rows}×{c.Columns}.", nameof(c));
        if (m == 0 || n == 0)
            return;
        target.Launches++;
        var problem = new GemmProblem(layout, m, n, k, alpha, beta);
        if (packed is not null)
        {
            int rows = PackedGemm.RowsAGroup(m, n, target.Accelerator.NumMultiprocessors);
            packed(target.Stream, PackedGemm.Configuration(m, n, rows), a.Data, b.Data, c.Data, epilogue, problem, rows);
        }
        else if (kernel is not null)
            kernel(target.Stream, TiledGemm.Configuration(m, n), a.Data, b.Data, c.Data, epilogue, problem);
        else
            HostGemm.Run(problem, a.Data, b.Data, c.Data, epilogue, target.Workers!);
    }
}
