using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="TriangularSolve"/>.</summary>
internal static unsafe class HostTriangularSolve
{
    /// <summary>RᵀX = B.</summary>
    public static void RunTransposed(double* factor, double* right, TriangularStep step, Workers workers)
    {
        for (step.Start = 0; step.Start < step.Size; step.Start = step.End)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            RunChunk(factor, right, step, isBackward: false, workers);
        }
    }

    /// <summary>RX = B.</summary>
    public static void Run(double* factor, double* right, TriangularStep step, Workers workers)
    {
        for (step.Start = (step.Size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength; step.Start >= 0; step.Start -= DotProduct.ChunkLength)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            RunChunk(factor, right, step, isBackward: true, workers);
        }
    }

    private static void RunChunk(double* factor, double* right, TriangularStep step, bool isBackward, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: RunChunk<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>>(factor, right, step, isBackward, workers); break;
            case 256: RunChunk<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>>(factor, right, step, isBackward, workers); break;
            default: RunChunk<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>>(factor, right, step, isBackward, workers); break;
        }
    }

    // First the chunk's own unknowns, the threads sharing the right-hand sides, then what they take from the others' equations.
    private static void RunChunk<TTile, TLanes, TVector>(double* factor, double* right, TriangularStep step, bool isBackward, Workers workers)
        where TTile : struct, IPanelTile<double>
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int rows = step.End - step.Start;
        int width = 2 * TLanes.Count;
        int panels = (step.Targets + width - 1) / width;
        var job = new TriangularChunkJob<TTile, TLanes, TVector>
        {
            Factor = factor,
            Right = right,
            Step = step,
            IsBackward = isBackward,
            Panels = panels,
            Packed = (double*)workers.Scratch(0).Floats(2L * rows * panels * width),
        };
        workers.Run(ref job, Math.Min(panels, workers.Count));
        int others = isBackward ? step.Start : step.Size - step.End;
        if (others == 0)
            return;
        job.IsOthers = true;
        long work = (long)others * panels * width * rows;
        workers.Run(ref job, (int)Math.Clamp(work / (1 << 16), 1, workers.Count));
    }
}
