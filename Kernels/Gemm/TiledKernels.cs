using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The kernels of <see cref="TiledGemm"/> and <see cref="ChunkJoin"/> for an epilogue, each loaded when it is first needed.</summary>
internal sealed class TiledKernels<TEpilogue>(ExecutionTarget target)
    where TEpilogue : struct, IEpilogue
{
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem, TiledLaunch>?[] kernels = new Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem, TiledLaunch>?[Enum.GetValues<GemmTile>().Length];
    private Action<AcceleratorStream, KernelConfig, FloatView, FloatView, TEpilogue, GemmProblem, int>? join;
    private TiledKernels<NoEpilogue>? parts;

    /// <summary>Queues a multiplication.</summary>
    /// <param name="plan">The tile, and whether the chunks of k are shared out among groups.</param>
    /// <param name="problem">The sizes and factors.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C.</param>
    /// <param name="epilogue">The epilogue.</param>
    public void Run(GemmPlan plan, in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue)
    {
        if (!plan.Split)
        {
            Launch(plan.Tile, problem, a, b, c, epilogue, split: false);
            return;
        }
        parts ??= new TiledKernels<NoEpilogue>(target);
        int chunks = GemmPlan.Chunks(problem.K);
        long size = (long)problem.Rows * problem.N;
        FloatView sums = target.Scratch(chunks * size);
        parts.Launch(plan.Tile, problem.ForParts(sums), a, b, sums, default, split: true);
        target.CountLaunch(typeof(ChunkJoin));
        join ??= target.Accelerator.LoadKernel<FloatView, FloatView, TEpilogue, GemmProblem, int>(ChunkJoin.Kernel);
        join(target.Stream, LinearGrid.For(target.Accelerator, size), sums, c, epilogue, problem, chunks);
    }

    private void Launch(GemmTile tile, in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, bool split)
    {
        switch (tile)
        {
            case GemmTile.Tile128x128: Launch<Tile128x128, Block8x8>(tile, problem, a, b, c, epilogue, split); break;
            case GemmTile.Tile128x64: Launch<Tile128x64, Block8x8>(tile, problem, a, b, c, epilogue, split); break;
            case GemmTile.Tile64x64: Launch<Tile64x64, Block4x4>(tile, problem, a, b, c, epilogue, split); break;
            case GemmTile.Tile32x32: Launch<Tile32x32, Block4x4>(tile, problem, a, b, c, epilogue, split); break;
            case GemmTile.Tile128x16: Launch<Tile128x16, Block4x4>(tile, problem, a, b, c, epilogue, split); break;
            default: throw new ArgumentOutOfRangeException(nameof(tile), tile, "There is no such tile.");
        }
    }

    private void Launch<TTile, TBlock>(GemmTile tile, in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, bool split)
        where TTile : struct, ITile
        where TBlock : struct, IRegisterBlock<TBlock>
    {
        target.CountLaunch(typeof(Gemm<TEpilogue>), problem);
        (KernelConfig grid, TiledLaunch launch) = TiledGemm.Configuration<TTile>(problem, a, b, c, split);
        Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, TEpilogue, GemmProblem, TiledLaunch> kernel
            = kernels[(int)tile] ??= target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, TEpilogue, GemmProblem, TiledLaunch>(TiledGemm.Kernel<TTile, TBlock, TEpilogue>);
        kernel(target.Stream, grid, a, b, c, epilogue, problem, launch);
    }
}
