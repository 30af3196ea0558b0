using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>What the machine is there to find is found: PTX that was made wrong on purpose.</summary>
public sealed partial class PtxMutationTests
{
    private const string Gemm = "Gemm NoEpilogue";

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
        Assert.Equal(2, barriers.Count);
        foreach (Match barrier in barriers)
        {
            PtxFigures figures = Run(Gemm, "NN 70x66x40, beta 0", ptx.Remove(barrier.Index, barrier.Length)).Figures;
            Assert.NotEmpty(figures.Races);
            Assert.All(figures.Races, race => Assert.Equal(PtxSpace.Shared, race.Space));
        }
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
        Device host = TestDevice.Open("cpu");
        foreach ((string name, string ptx) in KernelCatalog.CompileAll(CudaArchitecture.SM_80))
        {
            PtxProgram program = PtxProgram.Parse(StorePattern().Replace(ptx, ""));
            // The identity in place changes nothing by itself.
            Assert.All(PtxCases.Of(name).Where(test => (test.Kernel, test.Name) != ("Map<Identity>", "in place")), test => Assert.True(test.Run(program, host).Difference is not null, test.ToString()));
        }
    }

    private static PtxOutcome Run(string kernel, string name, string ptx)
        => PtxCases.Of(kernel).Single(test => test.Name == name).Run(PtxProgram.Parse(ptx), TestDevice.Open("cpu"));

    private static string Ptx(string kernel) => KernelCatalog.CompileAll(CudaArchitecture.SM_80).Single(compiled => compiled.Name == kernel).Ptx;

    [GeneratedRegex(@"fma\.rn\.f32 (%f\d+), ([^,]+), ([^,]+), ([^;]+);")]
    private static partial Regex FmaPattern();

    [GeneratedRegex(@"bar\.sync\s+0;")]
    private static partial Regex BarrierPattern();

    [GeneratedRegex(@"\bst\.f(32|64)\s[^;]*;")]
    private static partial Regex StorePattern();
}
