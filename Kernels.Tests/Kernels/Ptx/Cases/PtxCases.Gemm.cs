using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Matrix products.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Gemms =>
    [
        // A whole tile and a tail in every direction; 40 deep is three tiles, 300 two chunks.
        Gemm<NoEpilogue>(GemmLayout.NN, 70, 66, 40, 1f, 0f, (_, _, _) => default),
        Gemm<NoEpilogue>(GemmLayout.NT, 70, 66, 40, 0.75f, -2f, (_, _, _) => default),
        Gemm<NoEpilogue>(GemmLayout.TN, 66, 70, 40, 1f, 0f, (_, _, _) => default),
        Gemm<NoEpilogue>(GemmLayout.NN, 9, 5, 300, 1f, 0f, (_, _, _) => default),
        Gemm<NoEpilogue>(GemmLayout.NN, 3, 2, 0, 1f, 0f, (_, _, _) => default),
        Gemm<NoEpilogue>(GemmLayout.TN, 1, 1, 1, 1f, 0f, (_, _, _) => default),
        // The row of ones in a tile with others, and in one by itself.
        GemmAndSums(66, 70, 40),
        GemmAndSums(64, 5, 300),
        GemmAndSums(3, 2, 0),
        .. Epilogues<Kernels.Identity>(),
        .. Epilogues<Kernels.Sigmoid>(),
        .. Epilogues<Kernels.Tanh>(),
        .. Epilogues<Kernels.Relu>(),
    ];

    private static IEnumerable<PtxCase> Epilogues<TActivation>()
        where TActivation : struct, IActivation
        =>
        [
            Gemm(GemmLayout.NN, 67, 12, 18, 1f, 0f, (memory, _, n) => new BiasActivation<TActivation>(memory.Wild(7, n))),
            Gemm(GemmLayout.NT, 12, 67, 18, 1f, 0f, (memory, m, n) => new TimesDerivative<TActivation>(memory.Wild(7, m * n), n)),
        ];

    private static PtxCase GemmAndSums(int m, int n, int k)
        => One("Gemm NoEpilogue", $"TN {m}x{n}x{k} and column sums", (kernel, memory) =>
        {
            (FloatView a, FloatView b, FloatView c, FloatView sums) = (memory.Uniform(1, m * k), memory.Uniform(2, k * n), memory.Uniform(3, m * n), memory.Uniform(4, n));
            ILGPU.KernelConfig grid = TiledGemm.Configuration(m + 1, n);
            var launch = new PtxLaunch(kernel, [a, b, c, default(NoEpilogue), new GemmProblem(GemmLayout.TN, m, n, k, 1f, 0f, sums)], grid.GridDim.X, grid.GroupDim.X);
            return new PtxCall(launch, target => new Gemm<NoEpilogue>(target).Run(GemmLayout.TN, 1f, a.AsMatrix(k, m), b.AsMatrix(k, n), 0f, c.AsMatrix(m, n), default, sums));
        });

    private static PtxCase Gemm<TEpilogue>(GemmLayout layout, int m, int n, int k, float alpha, float beta, Func<PtxCaseMemory, int, int, TEpilogue> epilogue)
        where TEpilogue : struct, IEpilogue
        => One($"Gemm {KernelCatalog.NameOf(typeof(TEpilogue))}", $"{layout} {m}x{n}x{k}, beta {beta}", (kernel, memory) =>
        {
            (FloatView a, FloatView b, FloatView c) = (memory.Uniform(1, m * k), memory.Uniform(2, k * n), memory.Uniform(3, m * n));
            TEpilogue last = epilogue(memory, m, n);
            ILGPU.KernelConfig grid = TiledGemm.Configuration(m, n);
            var launch = new PtxLaunch(kernel, [a, b, c, last, new GemmProblem(layout, m, n, k, alpha, beta)], grid.GridDim.X, grid.GroupDim.X);
            return new PtxCall(launch, target => new Gemm<TEpilogue>(target).Run(
                layout,
                alpha,
                layout == GemmLayout.TN ? a.AsMatrix(k, m) : a.AsMatrix(m, k),
                layout == GemmLayout.NT ? b.AsMatrix(n, k) : b.AsMatrix(k, n),
                beta,
                c.AsMatrix(m, n),
                last));
        });
}
