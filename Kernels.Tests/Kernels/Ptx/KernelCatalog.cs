using System.Reflection;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Every kernel that the library can launch.</summary>
internal static class KernelCatalog
{
    /// <summary>Operations of <see cref="Elementwise{TOperation}"/>.</summary>
    public static readonly Type[] Elementwise =
    [
        typeof(SgdUpdate),
        typeof(MomentumUpdate),
        typeof(NesterovUpdate),
        typeof(RmsPropUpdate),
        typeof(AdamUpdate),
        typeof(PenaltyGradient),
        typeof(Scaling),
        typeof(ColumnSums),
        typeof(SelfTestFunctions),
        typeof(Map<Kernels.Identity>),
        typeof(Map<Kernels.Sigmoid>),
        typeof(Map<Kernels.Tanh>),
        typeof(Map<Kernels.Relu>),
        typeof(MapDerivative<Kernels.Identity>),
        typeof(MapDerivative<Kernels.Sigmoid>),
        typeof(MapDerivative<Kernels.Tanh>),
        typeof(MapDerivative<Kernels.Relu>),
    ];

    /// <summary>Operations of <see cref="StepUpdate{TUpdate}"/>.</summary>
    public static readonly Type[] Updates = [typeof(SgdUpdate), typeof(MomentumUpdate), typeof(NesterovUpdate), typeof(RmsPropUpdate), typeof(AdamUpdate)];

    /// <summary>Operations of <see cref="Rowwise{TOperation}"/>.</summary>
    public static readonly Type[] Rowwise =
    [
        typeof(Kernels.Softmax),
        typeof(Kernels.SoftmaxCrossEntropy),
        typeof(Kernels.SigmoidCrossEntropy),
        typeof(MarginLoss<Kernels.Hinge>),
        typeof(MarginLoss<Kernels.SquaredHinge>),
        typeof(MarginLoss<LogisticMargin>),
        typeof(RowWeights),
        typeof(Dropout),
        typeof(ClipScale),
        typeof(ChunkSquares),
        typeof(ChunkSums),
        typeof(ChunkSquaredDistances),
        typeof(PerceptronEpoch),
        typeof(RowMetrics<ZeroOneCoding>),
        typeof(RowMetrics<SignedCoding>),
        typeof(HalfSquaredError<Kernels.Identity>),
        typeof(HalfSquaredError<Kernels.Sigmoid>),
        typeof(HalfSquaredError<Kernels.Tanh>),
        typeof(HalfSquaredError<Kernels.Relu>),
    ];

    /// <summary>Epilogues of <see cref="Gemm{TEpilogue}"/>.</summary>
    public static readonly Type[] Epilogues =
    [
        typeof(NoEpilogue),
        typeof(BiasActivation<Kernels.Identity>),
        typeof(BiasActivation<Kernels.Sigmoid>),
        typeof(BiasActivation<Kernels.Tanh>),
        typeof(BiasActivation<Kernels.Relu>),
        typeof(TimesDerivative<Kernels.Identity>),
        typeof(TimesDerivative<Kernels.Sigmoid>),
        typeof(TimesDerivative<Kernels.Tanh>),
        typeof(TimesDerivative<Kernels.Relu>),
    ];

    /// <summary>Epilogues that are an optimizer's update.</summary>
    public static readonly Type[] UpdateEpilogues = [.. Updates.Select(type => typeof(ThenUpdate<>).MakeGenericType(type))];

    /// <summary>Tiles of <see cref="TiledGemm"/>, each with the block of a thread.</summary>
    public static readonly (Type Tile, Type Block)[] Tiles =
    [
        (typeof(Tile128x128), typeof(Block8x8)),
        (typeof(Tile128x64), typeof(Block8x8)),
        (typeof(Tile64x64), typeof(Block4x4)),
        (typeof(Tile32x32), typeof(Block4x4)),
        (typeof(Tile128x16), typeof(Block4x4)),
    ];

    /// <summary>The types that hold kernels.</summary>
    public static readonly Type[] Hosts = [typeof(Elementwise<>), typeof(StepUpdate<>), typeof(Rowwise<>), typeof(TiledGemm), typeof(ChunkJoin), typeof(SampleGather), typeof(Gram), typeof(FloatGram), typeof(DoubleDoubleGram), typeof(NormalResiduals), typeof(CholeskyKernels<,,>), typeof(TriangularKernels<,,>), typeof(SymmetricProductKernels<,,>)];

    /// <summary>The types that hold kernels which only OpenCL devices run that are processors: their vectors of 16 are OpenCL C.</summary>
    public static readonly Type[] ProcessorHosts = [typeof(PackedGemm)];

    private static readonly string[] CholeskySteps = ["Diagonal", "Row", "Trailing", "Finish"];
    private static readonly string[] TriangularSteps = ["Forward", "ForwardRest", "Backward", "BackwardRest"];
    private static readonly Dictionary<CudaArchitecture, (string Name, string Ptx)[]> Compiled = [];

    /// <summary>All kernels.</summary>
    public static IEnumerable<(string Name, MethodInfo Method)> All =>
    [
        .. Elementwise.Select(type => (NameOf(type), KernelOf(typeof(Elementwise<>).MakeGenericType(type)))),
        .. Updates.Select(type => ($"Step {NameOf(type)}", KernelOf(typeof(StepUpdate<>).MakeGenericType(type)))),
        .. Rowwise.Select(type => (NameOf(type), KernelOf(typeof(Rowwise<>).MakeGenericType(type)))),
        .. Gemm,
        .. Epilogues.Concat(UpdateEpilogues).Select(type => ($"ChunkJoin {NameOf(type)}", KernelOf(typeof(ChunkJoin)).MakeGenericMethod(type))),
        ("SampleGather", KernelOf(typeof(SampleGather))),
        ("Gram", KernelOf(typeof(Gram))),
        ("Gram.Accumulate", KernelOf(typeof(Gram), "AccumulateKernel")),
        ("FloatGram", KernelOf(typeof(FloatGram))),
        ("DoubleDoubleGram", KernelOf(typeof(DoubleDoubleGram))),
        ("NormalResiduals", KernelOf(typeof(NormalResiduals), "ResidualKernel")),
        ("NormalResiduals products", KernelOf(typeof(NormalResiduals), "ProductKernel")),
        ("SymmetricProduct", KernelOf(typeof(SymmetricProductKernels<NumberOperands<double>, Binary64Arithmetic, double>))),
        ("FloatSymmetricProduct", KernelOf(typeof(SymmetricProductKernels<NumberOperands<float>, Binary32Arithmetic, float>))),
        ("DoubleDoubleSymmetricProduct", KernelOf(typeof(SymmetricProductKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>))),
        .. CholeskySteps.SelectMany(name => new[]
        {
            ($"BlockedCholesky {name}", KernelOf(typeof(CholeskyKernels<NumberOperands<double>, Binary64Arithmetic, double>), name + "Kernel")),
            ($"FloatCholesky {name}", KernelOf(typeof(CholeskyKernels<NumberOperands<float>, Binary32Arithmetic, float>), name + "Kernel")),
            ($"DoubleDoubleCholesky {name}", KernelOf(typeof(CholeskyKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>), name + "Kernel")),
        }),
        .. TriangularSteps.SelectMany(name => new[]
        {
            ($"TriangularSolve {name}", KernelOf(typeof(TriangularKernels<NumberOperands<double>, Binary64Arithmetic, double>), name + "Kernel")),
            ($"FloatTriangularSolve {name}", KernelOf(typeof(TriangularKernels<NumberOperands<float>, Binary32Arithmetic, float>), name + "Kernel")),
            ($"DoubleDoubleTriangularSolve {name}", KernelOf(typeof(TriangularKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>), name + "Kernel")),
        }),
    ];

    /// <summary>The matrix multiplications; of those with an update, the longest update on every tile and every update on the tile of the smallest networks.</summary>
    public static IEnumerable<(string Name, MethodInfo Method)> Gemm
        => from tile in Tiles
           from epilogue in Epilogues.Concat(UpdateEpilogues)
           where !UpdateEpilogues.Contains(epilogue) || tile.Tile == typeof(Tile32x32) || epilogue == typeof(ThenUpdate<AdamUpdate>)
           select (NameOfGemm(tile.Tile, epilogue), KernelOf(typeof(TiledGemm)).MakeGenericMethod(tile.Tile, tile.Block, epilogue));

    /// <summary>The name of a tile's matrix multiplication.</summary>
    public static string NameOfGemm(Type tile, Type epilogue) => $"Gemm {tile.Name[4..]} {NameOf(epilogue)}";

    /// <summary>The PTX of all kernels; compiled once a run.</summary>
    public static IReadOnlyList<(string Name, string Ptx)> CompileAll(CudaArchitecture architecture)
    {
        if (Compiled.TryGetValue(architecture, out (string Name, string Ptx)[]? kernels))
            return kernels;
        using var compiler = new PtxCompiler(architecture);
        return Compiled[architecture] = [.. All.Select(kernel => (kernel.Name, compiler.Compile(kernel.Method)))];
    }

    private static MethodInfo KernelOf(Type host, string name = "Kernel") => host.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    /// <summary>A type as the catalog names it.</summary>
    public static string NameOf(Type type)
        => type.IsGenericType ? $"{type.Name[..^2]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
}
