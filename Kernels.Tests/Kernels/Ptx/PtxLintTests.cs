using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Every kernel's PTX, compiled without a GPU, keeps the exactness contract.</summary>
public sealed partial class PtxLintTests
{
    private static readonly Dictionary<string, CudaArchitecture> Architectures = new() { ["sm_80"] = CudaArchitecture.SM_80, ["sm_90"] = CudaArchitecture.SM_90 };

    public static TheoryData<string> Targets => [.. Architectures.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Arithmetic_OfEveryKernel_IsRoundedToNearestByName(string target)
        => Assert.Empty(Compile(target).SelectMany(kernel => PtxLint.InexactArithmetic(kernel.Ptx).Select(text => $"{kernel.Name}: {text}")));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Comparisons_OfEveryKernel_AreFalseForNaN(string target)
        => Assert.Empty(Compile(target).SelectMany(kernel => PtxLint.UnorderedComparisons(kernel.Ptx).Select(text => $"{kernel.Name}: {text}")));

    [Theory]
    [MemberData(nameof(Targets))]
    public void LocalMemory_OfEveryKernel_IsNotUsed(string target)
        => Assert.Empty(Compile(target).SelectMany(kernel => PtxLint.LocalMemory(kernel.Ptx).Select(text => $"{kernel.Name}: {text}")));

    [Theory]
    [MemberData(nameof(Targets))]
    public void SharedAccesses_OfGemm_AreVectorsBehindOneBarrier(string target)
    {
        foreach ((string name, string ptx) in Compile(target).Where(kernel => kernel.Name.StartsWith("Gemm ", StringComparison.Ordinal)))
        {
            IReadOnlyList<(string After, int Loads, int Stores)> phases = PtxLint.SharedPhases(ptx);
            string found = $"{name}: {string.Join("; ", phases)}";
            // Before the barrier tiles are only written. After it one is read, and the next one, in other memory, written.
            Assert.True(phases.Count == 2 && phases[0].Loads == 0 && phases[0].Stores > 0 && phases[1].Stores == phases[0].Stores, found);
            // Of each of 8 terms 4 rows and 4 columns at a time, and one element for the column sums.
            int vectors = name.StartsWith("Gemm 128x128", StringComparison.Ordinal) || name.StartsWith("Gemm 128x64", StringComparison.Ordinal) ? 4 : 2;
            Assert.True(phases[1].Loads == (8 * vectors) + 1 && VectorLoads().Count(ptx) == 8 * vectors, found);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void SharedMemory_OutsideGemm_IsNotUsed(string target)
        => Assert.All(
            Compile(target).Where(kernel => !kernel.Name.StartsWith("Gemm ", StringComparison.Ordinal)),
            kernel => Assert.All(PtxLint.SharedPhases(kernel.Ptx), phase => Assert.Equal((0, 0), (phase.Loads, phase.Stores))));

    [Fact]
    public void Catalog_OfKernels_HasEveryOperationOfTheLibrary()
    {
        Type[] structs = [.. typeof(Ieee).Assembly.GetTypes().Where(type => type.IsValueType)];
        Assert.Equal(4, Plain(typeof(IActivation)).Count());
        Assert.Equal(3, Plain(typeof(IMarginFunction)).Count());
        Assert.Equal(2, Plain(typeof(IClassCoding)).Count());
        AssertSame(Implementing(typeof(IElementwise)), KernelCatalog.Elementwise);
        AssertSame(Plain(typeof(IUpdate<>)), KernelCatalog.Updates);
        AssertSame(Implementing(typeof(IRowwise)), KernelCatalog.Rowwise);
        AssertSame(Implementing(typeof(IEpilogue)), [.. KernelCatalog.Epilogues, .. KernelCatalog.UpdateEpilogues]);
        AssertSame(Plain(typeof(ITile)), KernelCatalog.Tiles.Select(tile => tile.Tile));

        // A generic operation once for each type that its parameter admits.
        IEnumerable<Type> Implementing(Type contract) => Plain(contract).SelectMany(type => type.IsGenericTypeDefinition
            ? Plain(Definition(type.GetGenericArguments().Single().GetGenericParameterConstraints().Single(constraint => constraint.IsInterface))).Select(argument => type.MakeGenericType(argument))
            : [type]);

        IEnumerable<Type> Plain(Type contract) => structs.Where(type => type.GetInterfaces().Select(Definition).Contains(contract));

        Type Definition(Type contract) => contract.IsGenericType ? contract.GetGenericTypeDefinition() : contract;
    }

    [Fact]
    public void Catalog_OfKernels_HasEveryTypeWithAKernel()
        => AssertSame(
            typeof(Ieee).Assembly.GetTypes().Where(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Any(method => method.Name.EndsWith("Kernel", StringComparison.Ordinal) && method.ReturnType == typeof(void))),
            [.. KernelCatalog.Hosts, .. KernelCatalog.ProcessorHosts]);

    [Theory]
    [InlineData("Gram", "fma.rn.f64", "add.rn.f64")]
    [InlineData("Gram.Accumulate", "fma.rn.f64", "mul.rn.f64")]
    [InlineData("DoubleDoubleGram", "fma.rn.f64", "mul.rn.f64")]
    [InlineData("NormalResiduals", "fma.rn.f64", "mul.rn.f64")]
    [InlineData("NormalResiduals products", "fma.rn.f64", "mul.rn.f64")]
    [InlineData("SymmetricProduct", "fma.rn.f64", "add.rn.f64")]
    [InlineData("DoubleDoubleSymmetricProduct", "fma.rn.f64", "mul.rn.f64", "add.rn.f64")]
    [InlineData("BlockedCholesky Row", "fma.rn.f64", "div.rn.f64", "sqrt.rn.f64")]
    [InlineData("TriangularSolve Forward", "fma.rn.f64", "div.rn.f64")]
    public void Arithmetic_OfTheSolver_IsBinary64(string kernel, params string[] instructions)
    {
        string ptx = Compile("sm_80").Single(compiled => compiled.Name == kernel).Ptx;
        Assert.All(instructions, instruction => Assert.Contains(instruction, ptx, StringComparison.Ordinal));
        Assert.DoesNotContain(".f32", ptx, StringComparison.Ordinal);
    }

    [Fact]
    public void Arithmetic_OfTheFactorsInBinary32_NeedsNoBinary64()
    {
        (string Name, string Ptx)[] kernels = [.. Compile("sm_80").Where(compiled => compiled.Name is "FloatSymmetricProduct" || compiled.Name.StartsWith("FloatCholesky ", StringComparison.Ordinal) || compiled.Name.StartsWith("FloatTriangularSolve ", StringComparison.Ordinal))];
        Assert.Equal(9, kernels.Length);
        Assert.All(kernels, kernel => Assert.DoesNotContain(".f64", kernel.Ptx, StringComparison.Ordinal));
        string row = kernels.Single(kernel => kernel.Name == "FloatCholesky Row").Ptx;
        Assert.Contains("fma.rn.f32", row, StringComparison.Ordinal);
        Assert.Contains("div.rn.f32", row, StringComparison.Ordinal);
        Assert.Contains("sqrt.rn.f32", row, StringComparison.Ordinal);
    }

    [Fact]
    public void InexactArithmetic_PlainOperators_AreFound()
    {
        IReadOnlyList<string> found = PtxLint.InexactArithmetic(CompileOwn(nameof(ContractibleKernel.MultiplyAdd)));
        Assert.NotEmpty(found);
        Assert.All(found, text => Assert.Matches(@"^(mul|add|fma|mad)\b", text));
    }

    [Theory]
    [InlineData("add.f32 %f1, %f2, %f3;", true)]
    [InlineData("@%p1 mul.f32 %f1, %f2, %f3;", true)]
    [InlineData("fma.rn.ftz.f32 %f1, %f2, %f3, %f4;", true)]
    [InlineData("ex2.approx.f32 %f1, %f2;", true)]
    [InlineData("div.full.f32 %f1, %f2, %f3;", true)]
    [InlineData("max.f32 %f1, %f2, %f3;", true)]
    [InlineData("cvt.rzi.s32.f32 %r1, %f2;", true)]
    [InlineData("mul.f64 %fd1, %fd2, %fd3;", true)]
    [InlineData("fma.rz.f64 %fd1, %fd2, %fd3, %fd4;", true)]
    [InlineData("rcp.approx.ftz.f64 %fd1, %fd2;", true)]
    [InlineData("fma.rn.f64 %fd1, %fd2, %fd3, %fd4;", false)]
    [InlineData("neg.f64 %fd1, %fd2;", false)]
    [InlineData("cvt.f64.f32 %fd1, %f2;", false)]
    [InlineData("cvt.f32.f64 %f1, %fd2;", true)]
    [InlineData("setp.lt.ftz.f32 %p1, %f2, %f3;", true)]
    [InlineData("call.uni (%f1), __nv_expf, (%f2);", true)]
    [InlineData("add.rn.f32 %f1, %f2, %f3;", false)]
    [InlineData("add.s32 %r1, %r2, %r3;", false)]
    [InlineData("ld.shared.f32 %f1, [%rd1];", false)]
    [InlineData("setp.lt.f32 %p1, %f2, %f3;", false)]
    public void InexactArithmetic_OneInstruction_IsJudged(string text, bool isInexact)
        => Assert.Equal(isInexact, PtxLint.InexactArithmetic($"{{\n\t{text}\n}}").Count == 1);

    [Theory]
    [InlineData("setp.gtu.f32 %p1, %f1, %f2;", true)]
    [InlineData("setp.leu.f32 %p1, %f1, %f2;", true)]
    [InlineData("setp.gt.f32 %p1, %f1, %f2;", false)]
    [InlineData("setp.neu.f32 %p1, %f1, %f2;", false)]
    [InlineData("set.ltu.u32.f32 %r1, %f1, %f2;", true)]
    [InlineData("set.lt.u32.f32 %r1, %f1, %f2;", false)]
    [InlineData("setp.ls.u32 %p1, %r1, %r2;", false)]
    public void UnorderedComparisons_OneInstruction_IsJudged(string text, bool isUnordered)
        => Assert.Equal(isUnordered, PtxLint.UnorderedComparisons($"{{\n\t{text}\n}}").Count == 1);

    [Fact]
    public void LocalMemory_IndexedArray_IsFound()
        => Assert.NotEmpty(PtxLint.LocalMemory(CompileOwn(nameof(ContractibleKernel.IndexedArray))));

    [Fact]
    public void SharedPhases_WriteAndReadWithoutBarrier_AreFoundTogether()
    {
        IReadOnlyList<(string After, int Loads, int Stores)> phases = PtxLint.SharedPhases(CompileOwn(nameof(ContractibleKernel.NoBarrier)));
        Assert.Equal([(0, 0), (1, 1)], phases.Select(phase => (phase.Loads, phase.Stores)));
    }

    [GeneratedRegex(@"ld\.shared\.v4\.f32")]
    private static partial Regex VectorLoads();

    private static IReadOnlyList<(string Name, string Ptx)> Compile(string target)
        => KernelCatalog.CompileAll(Architectures[target]);

    private static string CompileOwn(string kernel)
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
        return compiler.Compile(typeof(ContractibleKernel).GetMethod(kernel)!);
    }

    private static void AssertSame(IEnumerable<Type> expected, IEnumerable<Type> actual)
        => Assert.Equal(expected.Select(type => type.ToString()).Order(StringComparer.Ordinal), actual.Select(type => type.ToString()).Order(StringComparer.Ordinal));
}
