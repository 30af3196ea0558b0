using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Matrix products.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Gemms =>
    [
        .. Tiles<Tile128x128>(),
        .. Tiles<Tile128x64>(),
        .. Tiles<Tile64x64>(),
        .. Tiles<Tile32x32>(),
        .. Tiles<Tile128x16>(),
        // Four groups; what the mutations change.
        Gemm<Tile64x64, NoEpilogue>(GemmLayout.NN, 70, 66, 40, 1f, 0f, (_, _, _) => default),
        Gemm<Tile64x64, NoEpilogue>(GemmLayout.NN, 9, 5, 300, 1f, 0f, (_, _, _) => default),
        .. Joins<Kernels.Identity>(),
        .. Joins<Kernels.Sigmoid>(),
        .. Joins<Kernels.Tanh>(),
        .. Joins<Kernels.Relu>(),
        .. ThenUpdates(all => new SgdUpdate(all(0), default, float.NaN)),
        .. ThenUpdates(all => new MomentumUpdate(all(0), default, all(1), 0.9f, 0.25f, float.NaN)),
        .. ThenUpdates(all => new NesterovUpdate(all(0), default, all(1), 0.9f, 0.25f, float.NaN)),
        .. ThenUpdates(all => new RmsPropUpdate(all(0), default, all(1), 0.9f, 0.1f, 1e-8f, 0.25f, float.NaN)),
        SplitGemm<Tile32x32, ThenUpdate<AdamUpdate>>(7, 10, 270, 1f, 0f, true, ThenAdam),
    ];

    private static IEnumerable<PtxCase> Tiles<TTile>()
        where TTile : struct, ITile
        =>
        [
            // Tails in every direction, a second group of rows or of columns; 300 terms are two chunks.
            Gemm<TTile, NoEpilogue>(GemmLayout.NN, TTile.Rows + 3, 7, 21, 1f, 0f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.NT, 9, TTile.Columns + 3, 19, 0.75f, -2f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.TN, 21, 13, 301, 1f, 0f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.NN, 3, 2, 0, 1f, 0f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.TN, 1, 1, 1, 1f, 0f, (_, _, _) => default),
            // Multiples of four, read and written as vectors.
            Gemm<TTile, NoEpilogue>(GemmLayout.NN, TTile.Rows - 4, TTile.Columns - 4, 20, 0.75f, -2f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.NT, 12, TTile.Columns + 4, 300, 1f, 0f, (_, _, _) => default),
            Gemm<TTile, NoEpilogue>(GemmLayout.TN, TTile.Rows + 4, 8, 12, 1f, 0f, (_, _, _) => default),
            GemmAndSums<TTile, NoEpilogue>(TTile.Rows + 1, 13, 19, (_, _, _) => default),
            GemmAndSums<TTile, NoEpilogue>(4, TTile.Columns + 4, 300, (_, _, _) => default),
            GemmAndSums<TTile, NoEpilogue>(3, 2, 0, (_, _, _) => default),
            GemmAndSums<TTile, ThenUpdate<AdamUpdate>>(TTile.Rows + 1, 5, 19, ThenAdam),
            GemmAndSums<TTile, ThenUpdate<AdamUpdate>>(4, TTile.Columns + 4, 12, ThenAdam),
            GemmAndSums<TTile, ThenUpdate<AdamUpdate>>(7, 6, 300, ThenAdam),
            SplitGemm<TTile, NoEpilogue>(9, 10, 515, 1f, 0f, true, (_, _, _) => default),
            SplitGemm<TTile, BiasActivation<Kernels.Tanh>>(8, TTile.Columns + 4, 260, 0.75f, -2f, false, (memory, _, n) => new(memory.Wild(7, n))),
            .. Epilogues<TTile, Kernels.Identity>(),
            .. Epilogues<TTile, Kernels.Sigmoid>(),
            .. Epilogues<TTile, Kernels.Tanh>(),
            .. Epilogues<TTile, Kernels.Relu>(),
        ];

    private static IEnumerable<PtxCase> Epilogues<TTile, TActivation>()
        where TTile : struct, ITile
        where TActivation : struct, IActivation
        =>
        [
            Gemm<TTile, BiasActivation<TActivation>>(GemmLayout.NN, 35, 13, 18, 1f, 0f, (memory, _, n) => new(memory.Wild(7, n))),
            Gemm<TTile, TimesDerivative<TActivation>>(GemmLayout.NT, 12, 36, 20, 1f, 0f, (memory, m, n) => new(memory.Wild(7, m * n), n)),
        ];

    private static IEnumerable<PtxCase> Joins<TActivation>()
        where TActivation : struct, IActivation
        =>
        [
            SplitGemm<Tile32x32, BiasActivation<TActivation>>(7, 12, 270, 1f, 0f, false, (memory, _, n) => new(memory.Wild(7, n))),
            SplitGemm<Tile32x32, TimesDerivative<TActivation>>(7, 12, 270, 1f, 0f, false, (memory, m, n) => new(memory.Wild(7, m * n), n)),
        ];

    private static PtxCase Gemm<TTile, TEpilogue>(GemmLayout layout, int m, int n, int k, float alpha, float beta, Func<PtxCaseMemory, int, int, TEpilogue> epilogue)
        where TTile : struct, ITile
        where TEpilogue : struct, IEpilogue
        => One(KernelCatalog.NameOfGemm(typeof(TTile), typeof(TEpilogue)), $"{layout} {m}x{n}x{k}, beta {beta}", (kernel, memory) =>
        {
            (FloatView a, FloatView b, FloatView c) = (memory.Uniform(1, m * k), memory.Uniform(2, k * n), memory.Uniform(3, m * n));
            TEpilogue last = epilogue(memory, m, n);
            return new PtxCall(Launch<TTile, TEpilogue>(kernel, new GemmProblem(layout, m, n, k, alpha, beta), a, b, c, last, split: false), target => new Gemm<TEpilogue>(target).Run(
                layout,
                alpha,
                layout == GemmLayout.TN ? a.AsMatrix(k, m) : a.AsMatrix(m, k),
                layout == GemmLayout.NT ? b.AsMatrix(n, k) : b.AsMatrix(k, n),
                beta,
                c.AsMatrix(m, n),
                last));
        });

    private static PtxCase GemmAndSums<TTile, TEpilogue>(int m, int n, int k, Func<PtxCaseMemory, int, int, TEpilogue> epilogue)
        where TTile : struct, ITile
        where TEpilogue : struct, IEpilogue
        => One(KernelCatalog.NameOfGemm(typeof(TTile), typeof(TEpilogue)), $"TN {m}x{n}x{k} and column sums", (kernel, memory) =>
        {
            (FloatView a, FloatView b, FloatView c, FloatView sums) = (memory.Uniform(1, m * k), memory.Uniform(2, k * n), memory.Uniform(3, m * n), memory.Uniform(4, n));
            TEpilogue last = epilogue(memory, m, n);
            return new PtxCall(
                Launch<TTile, TEpilogue>(kernel, new GemmProblem(GemmLayout.TN, m, n, k, 1f, 0f, sums), a, b, c, last, split: false),
                target => RunWithSums(target, m, n, k, 1f, a, b, 0f, c, last, sums));
        });

    // A kernel leaves C and the sums alone where the epilogue stores them itself; the host may not.
    private static void RunWithSums<TEpilogue>(ExecutionTarget target, int m, int n, int k, float alpha, FloatView a, FloatView b, float beta, FloatView c, TEpilogue epilogue, FloatView sums)
        where TEpilogue : struct, IEpilogue
    {
        if (TEpilogue.StoresItself)
        {
            FloatView scratch = target.Scratch((m * n) + n);
            (c, sums) = (scratch.Slice(0, m * n), scratch.Slice(m * n, n));
        }
        new Gemm<TEpilogue>(target).Run(GemmLayout.TN, alpha, a.AsMatrix(k, m), b.AsMatrix(k, n), beta, c.AsMatrix(m, n), epilogue, sums);
    }

    private static IEnumerable<PtxCase> ThenUpdates<TUpdate>(Func<Func<uint, FloatView>, TUpdate> create)
        where TUpdate : struct, IUpdate<TUpdate>
        =>
        [
            GemmAndSums<Tile32x32, ThenUpdate<TUpdate>>(35, 13, 18, (memory, m, n) => Then(memory, m, n, create)),
            GemmAndSums<Tile32x32, ThenUpdate<TUpdate>>(12, 36, 20, (memory, m, n) => Then(memory, m, n, create)),
            SplitGemm<Tile32x32, ThenUpdate<TUpdate>>(7, 10, 270, 1f, 0f, true, (memory, m, n) => Then(memory, m, n, create)),
        ];

    private static ThenUpdate<AdamUpdate> ThenAdam(PtxCaseMemory memory, int m, int n)
        => Then(memory, m, n, all => new AdamUpdate(all(0), default, all(1), all(2), Adam with { StepSize = float.NaN, RootCorrection = float.NaN, Keep = float.NaN }));

    // Parameters that are not the layer's before its weights, between these and its biases, and after them.
    private static ThenUpdate<TUpdate> Then<TUpdate>(PtxCaseMemory memory, int m, int n, Func<Func<uint, FloatView>, TUpdate> create)
        where TUpdate : struct, IUpdate<TUpdate>
    {
        const int Gap = 5;
        int count = (m * n) + n + (3 * Gap);
        FloatView numbers = memory.Floats(0.1f, 31.6f, 0.999f, 0.1f, 31.6f, 1f);
        return new(create(number => memory.Wild(10 + number, count).Slice(Gap, count - Gap)), numbers, (m * n) + Gap, n);
    }

    // Each chunk by itself, then joined. On the host a chunk's sums are a product of the chunk's rows.
    private static PtxCase SplitGemm<TTile, TEpilogue>(int m, int n, int k, float alpha, float beta, bool columnSums, Func<PtxCaseMemory, int, int, TEpilogue> epilogue)
        where TTile : struct, ITile
        where TEpilogue : struct, IEpilogue
    {
        string[] kernels = [KernelCatalog.NameOfGemm(typeof(TTile), typeof(NoEpilogue)), $"ChunkJoin {KernelCatalog.NameOf(typeof(TEpilogue))}"];
        return new PtxCase(kernels, $"TN {m}x{n}x{k} in chunks, beta {beta}", memory =>
        {
            int chunks = GemmPlan.Chunks(k);
            int rows = columnSums ? m + 1 : m;
            (FloatView a, FloatView b, FloatView c, FloatView sums) = (memory.Uniform(1, m * k), memory.Uniform(2, k * n), memory.Uniform(3, m * n), memory.Uniform(4, n));
            FloatView parts = memory.Unwritten(chunks * rows * n);
            TEpilogue last = epilogue(memory, m, n);
            GemmProblem problem = columnSums ? new(GemmLayout.TN, m, n, k, alpha, beta, sums) : new(GemmLayout.TN, m, n, k, alpha, beta);
            return new PtxCall(
                [
                    Launch<TTile, NoEpilogue>(kernels[0], problem.ForParts(parts), a, b, parts, default, split: true),
                    PtxLaunch.Linear(kernels[1], rows * n, parts, c, last, problem, chunks),
                ],
                target =>
                {
                    var part = new Gemm<NoEpilogue>(target);
                    for (int i = 0; i < chunks; i++)
                    {
                        int terms = Math.Min(256, k - (i * 256));
                        MatrixView left = a.Slice(i * 256 * m, terms * m).AsMatrix(terms, m), right = b.Slice(i * 256 * n, terms * n).AsMatrix(terms, n);
                        FloatView to = parts.Slice(i * rows * n, rows * n);
                        if (columnSums)
                            part.Run(GemmLayout.TN, 1f, left, right, 0f, to.AsMatrix(m, n), default, to.Slice(m * n, n));
                        else
                            part.Run(GemmLayout.TN, 1f, left, right, 0f, to.AsMatrix(m, n), default);
                    }
                    var whole = new Gemm<TEpilogue>(target);
                    if (columnSums)
                        RunWithSums(target, m, n, k, alpha, a, b, beta, c, last, sums);
                    else
                        whole.Run(GemmLayout.TN, alpha, a.AsMatrix(k, m), b.AsMatrix(k, n), beta, c.AsMatrix(m, n), last);
                });
        });
    }

    private static PtxLaunch Launch<TTile, TEpilogue>(string kernel, in GemmProblem problem, FloatView a, FloatView b, FloatView c, TEpilogue epilogue, bool split)
        where TTile : struct, ITile
        where TEpilogue : struct, IEpilogue
    {
        (KernelConfig grid, TiledLaunch launch) = TiledGemm.Configuration<TTile>(problem, a, b, c, split);
        return new PtxLaunch(kernel, [a, b, c, epilogue, problem, launch], grid.GridDim.X, grid.GroupDim.X);
    }
}
