using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="TriangularSolve"/> and <see cref="FloatTriangularSolve"/>.</summary>
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

    /// <summary>RᵀX = B in binary32.</summary>
    public static void RunTransposed(float* factor, float* right, TriangularStep step, Workers workers)
    {
        for (step.Start = 0; step.Start < step.Size; step.Start = step.End)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            RunChunk(factor, right, step, isBackward: false, workers);
        }
    }

    /// <summary>RX = B in binary32.</summary>
    public static void Run(float* factor, float* right, TriangularStep step, Workers workers)
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
            case 512: RunChunk<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>, double>(factor, right, step, isBackward, workers); break;
            case 256: RunChunk<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>, double>(factor, right, step, isBackward, workers); break;
            default: RunChunk<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>, double>(factor, right, step, isBackward, workers); break;
        }
    }

    private static void RunChunk(float* factor, float* right, TriangularStep step, bool isBackward, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: RunChunk<PanelTile8<Lanes512, Vector512<float>, float>, Lanes512, Vector512<float>, float>(factor, right, step, isBackward, workers); break;
            case 256: RunChunk<PanelTile4<Lanes256, Vector256<float>, float>, Lanes256, Vector256<float>, float>(factor, right, step, isBackward, workers); break;
            default: RunChunk<PanelTile4<Lanes128, Vector128<float>, float>, Lanes128, Vector128<float>, float>(factor, right, step, isBackward, workers); break;
        }
    }

    // First the chunk's own unknowns, the threads sharing the right-hand sides, then what they take from the others' equations.
    private static void RunChunk<TTile, TLanes, TVector, TElement>(TElement* factor, TElement* right, TriangularStep step, bool isBackward, Workers workers)
        where TTile : struct, IPanelTile<TElement>
        where TLanes : struct, IVectorLanes<TVector, TElement>
        where TVector : struct
        where TElement : unmanaged, INumberBase<TElement>
    {
        int rows = step.End - step.Start;
        int width = 2 * TLanes.Count;
        int panels = (step.Targets + width - 1) / width;
        var job = new TriangularChunkJob<TTile, TLanes, TVector, TElement>
        {
            Factor = factor,
            Right = right,
            Step = step,
            IsBackward = isBackward,
            Panels = panels,
            Packed = (TElement*)workers.Scratch(0).Floats((long)rows * panels * width * sizeof(TElement) / sizeof(float)),
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
