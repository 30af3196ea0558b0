using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>What the machine is there to find is found: PTX that was made wrong on purpose.</summary>
public sealed partial class PtxMutationTests
{
    private const string Gemm = "Gemm 64x64 NoEpilogue";

    [Fact]
    public void MultiplyAdd_RoundedTwice_ChangesBits()
    {
        string mutated = FmaPattern().Replace(Ptx(Gemm), "mul.rn.f32 $1, $2, $3;\n\tadd.rn.f32 $1, $1, $4;");
        Assert.NotNull(Run(Gemm, "NN 70x66x40, beta 0", mutated).Difference);
    }

    [Fact]
    public void ChunkLength_Changed_ChangesBits()
    {
        string mutated = Ptx(Gemm).Replace(", 256;", ", 128;", StringComparison.Ordinal);
        Assert.NotNull(Run(Gemm, "NN 9x5x300, beta 0", mutated).Difference);
    }

    [Fact]
    public void Barrier_Removed_IsADataRace()
    {
        string ptx = Ptx(Gemm);
        MatchCollection barriers = BarrierPattern().Matches(ptx);
        Match barrier = Assert.Single(barriers);
        PtxFigures figures = Run(Gemm, "NN 70x66x40, beta 0", ptx.Remove(barrier.Index, barrier.Length)).Figures;
        Assert.NotEmpty(figures.Races);
        Assert.All(figures.Races, race => Assert.Equal(PtxSpace.Shared, race.Space));
    }

    [Fact]
    public void Bound_OffByOne_IsAnAccessOutsideMemory()
    {
        string mutated = Ptx("SgdUpdate").Replace("setp.ge.s64", "setp.gt.s64", StringComparison.Ordinal);
        PtxFault fault = Assert.Throws<PtxFault>(() => Run("SgdUpdate", "any bits", mutated));
        Assert.Contains("where nothing is", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_TheSameInEveryBlock_IsADataRaceInGlobalMemory()
    {
        string mutated = Ptx("SgdUpdate").Replace("%ctaid.x", "0", StringComparison.Ordinal);
        PtxFigures figures = Run("SgdUpdate", "any bits", mutated).Figures;
        Assert.Contains(figures.Races, race => race.Space == PtxSpace.Global && race.Second.StartsWith("st.f32", StringComparison.Ordinal));
    }

    [Fact]
    public void Stores_LeftOut_ChangeTheResultOfEveryCase()
    {
        Dictionary<string, PtxProgram> programs = KernelCatalog.CompileAll(CudaArchitecture.SM_80).ToDictionary(kernel => kernel.Name, kernel => PtxProgram.Parse(StorePattern().Replace(kernel.Ptx, "")));
        // The identity in place changes nothing by itself.
        IEnumerable<PtxCase> cases = PtxCases.All.Where(test => test.ToString() != "Map<Identity>, in place");
        Assert.All(cases, test => Assert.True(test.Run(kernel => programs[kernel], TestDevice.Open("cpu")).Difference is not null, test.ToString()));
    }

    [Fact]
    public void IndexedArray_InLocalMemory_IsCounted()
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
        PtxProgram program = PtxProgram.Parse(compiler.Compile(typeof(ContractibleKernel).GetMethod(nameof(ContractibleKernel.IndexedArray))!));
        var test = new PtxCase("IndexedArray", "one thread", memory => new PtxCall(new PtxLaunch("IndexedArray", [memory.Floats(1f, 2f).View], 1, 1), _ => { }));
        Assert.Equal(16, program.LocalBytes);
        Assert.Equal(2, test.Run(_ => program, TestDevice.Open("cpu")).Figures.LocalAccesses);
    }

    private static PtxOutcome Run(string kernel, string name, string ptx)
        => PtxCases.Of(kernel).Single(test => test.Name == name).Run(_ => PtxProgram.Parse(ptx), TestDevice.Open("cpu"));

    private static string Ptx(string kernel) => KernelCatalog.CompileAll(CudaArchitecture.SM_80).Single(compiled => compiled.Name == kernel).Ptx;

    [GeneratedRegex(@"fma\.rn\.f32 (%f\d+), ([^,]+), ([^,]+), ([^;]+);")]
    private static partial Regex FmaPattern();

    [GeneratedRegex(@"bar\.sync\s+0;")]
    private static partial Regex BarrierPattern();

    [GeneratedRegex(@"\bst\.(v4\.)?f(32|64)\s[^;]*;")]
    private static partial Regex StorePattern();
}
