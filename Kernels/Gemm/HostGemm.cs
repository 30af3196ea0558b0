using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="Gemm{TEpilogue}"/>: packed panels, a register tile, blocks of k that are the contract's chunks, all cores.</summary>
/// <remarks>The structure is Goto and van de Geijn's ("Anatomy of high-performance matrix multiplication", 2008). C is split among the threads along the dimension that keeps tiles whole.</remarks>
internal static class HostGemm
{
    // Multiply-adds below which one thread is faster than waking a second.
    private const long WorkPerPart = 1 << 16;

    public static void Run<TEpilogue>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
        where TEpilogue : struct, IEpilogue
    {
        if (problem.N <= NarrowColumnSums.Columns && RunNarrow(problem, a, b, c, epilogue, workers))
            return;
        // Narrow results waste fewer lanes with narrower registers.
        switch (BitsFor(problem.N))
        {
            case 512: Run<TEpilogue, MicroKernel12<Lanes512, Vector512<float>>, Lanes512, Vector512<float>>(problem, a, b, c, epilogue, workers); break;
            case 256: Run<TEpilogue, MicroKernel6<Lanes256, Vector256<float>>, Lanes256, Vector256<float>>(problem, a, b, c, epilogue, workers); break;
            default: Run<TEpilogue, MicroKernel6<Lanes128, Vector128<float>>, Lanes128, Vector128<float>>(problem, a, b, c, epilogue, workers); break;
        }
    }

    private static int BitsFor(int columns) => columns <= 8 ? Math.Min(HostSimd.Bits, 128) : (columns <= 16 ? Math.Min(HostSimd.Bits, 256) : HostSimd.Bits);

    // False when the result is too wide for it.
    private static bool RunNarrow<TEpilogue>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
        where TEpilogue : struct, IEpilogue
    {
        int bits = problem.IsTransposedA ? HostSimd.Bits : BitsFor(problem.N);
        if (problem.N > (problem.IsTransposedA ? 12 : bits / 16))
            return false;
        switch (bits)
        {
            case 512: RunNarrow<TEpilogue, Lanes512, Vector512<float>>(problem, a, b, c, epilogue, workers); break;
            case 256: RunNarrow<TEpilogue, Lanes256, Vector256<float>>(problem, a, b, c, epilogue, workers); break;
            default: RunNarrow<TEpilogue, Lanes128, Vector128<float>>(problem, a, b, c, epilogue, workers); break;
        }
        return true;
    }

    private static void RunNarrow<TEpilogue, TLanes, TVector>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
        where TEpilogue : struct, IEpilogue
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        if (!problem.IsTransposedA)
        {
            var rows = new NarrowGemmJob<TEpilogue, TLanes, TVector>(problem, a, b, c, epilogue, workers);
            workers.Run(ref rows, Parts(problem, workers));
            return;
        }
        switch (problem.N)
        {
            case <= 4: RunTransposed<TEpilogue, FourColumns, TLanes, TVector>(problem, a, b, c, epilogue, workers); break;
            case <= 8: RunTransposed<TEpilogue, EightColumns, TLanes, TVector>(problem, a, b, c, epilogue, workers); break;
            case <= 10: RunTransposed<TEpilogue, TenColumns, TLanes, TVector>(problem, a, b, c, epilogue, workers); break;
            default: RunTransposed<TEpilogue, TwelveColumns, TLanes, TVector>(problem, a, b, c, epilogue, workers); break;
        }
    }

    private static void RunTransposed<TEpilogue, TColumns, TLanes, TVector>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
        where TEpilogue : struct, IEpilogue
        where TColumns : struct, ITileColumns
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        var job = new NarrowTransposedGemmJob<TEpilogue, TColumns, TLanes, TVector>(problem, a, b, c, epilogue, workers);
        workers.Run(ref job, Parts(problem, workers));
    }

    private static int Parts(in GemmProblem problem, Workers workers)
        => (int)Math.Clamp((long)problem.M * problem.N * Math.Max(problem.K, 1) / WorkPerPart, 1, workers.Count);

    private static void Run<TEpilogue, TKernel, TLanes, TVector>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
        where TEpilogue : struct, IEpilogue
        where TKernel : struct, IMicroKernel
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        var job = new HostGemmJob<TEpilogue, TKernel, TLanes, TVector>(problem, a, b, c, epilogue, workers);
        long work = (long)problem.Rows * problem.N * Math.Max(problem.K, 1);
        workers.Run(ref job, (int)Math.Clamp(work / WorkPerPart, 1, workers.Count));
    }
}
