using System.Reflection;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>ILGPU 1.5.3 at optimization level O2 moves loads from shared memory past a barrier at the end of a loop's body. The library leaves the level at O1 and writes the barrier first.</summary>
public sealed class BarrierTests
{
    [Fact]
    public void BarrierLast_AtO2_IsADataRace()
    {
        IReadOnlyCollection<DataRace> races = Tile(nameof(SharedTileKernel.BarrierLast), OptimizationLevel.O2).Races;
        Assert.All(races, race => Assert.Equal(PtxSpace.Shared, race.Space));
        Assert.Contains(races, race => race.First.StartsWith("ld.shared", StringComparison.Ordinal) && race.Second.StartsWith("st.shared", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(SharedTileKernel.BarrierLast), null)]
    [InlineData(nameof(SharedTileKernel.BarrierLast), OptimizationLevel.O1)]
    [InlineData(nameof(SharedTileKernel.BarrierFirst), OptimizationLevel.O1)]
    [InlineData(nameof(SharedTileKernel.BarrierFirst), OptimizationLevel.O2)]
    public void TileLoop_AsTheLibraryDoesIt_HasNoDataRace(string kernel, OptimizationLevel? level)
    {
        PtxFigures figures = Tile(kernel, level);
        Assert.True(figures.SharedTransactions > 0);
        Assert.Empty(figures.RacesInWords);
        Assert.Empty(figures.UnwrittenReads);
    }

    [Fact]
    public void Gemm_AtO2_HasTheHostsBitsWithoutRaces()
    {
        string ptx = Compile(KernelCatalog.Gemm.Single(kernel => kernel.Name == "Gemm 64x64 NoEpilogue").Method, OptimizationLevel.O2);
        foreach (PtxCase test in PtxCases.Of("Gemm 64x64 NoEpilogue").Where(test => test.Kernels.Count == 1))
        {
            PtxOutcome outcome = test.Run(_ => PtxProgram.Parse(ptx), TestDevice.Open("cpu"));
            Assert.True(outcome.Difference is null, $"{test}: {outcome.Difference}");
            Assert.Empty(outcome.Figures.RacesInWords);
            Assert.Empty(outcome.Figures.UnwrittenReads);
        }
    }

    private static PtxFigures Tile(string kernel, OptimizationLevel? level)
    {
        PtxProgram program = PtxProgram.Parse(Compile(typeof(SharedTileKernel).GetMethod(kernel)!, level));
        var test = new PtxCase(kernel, "five tiles", memory =>
        {
            ArrayView<int> values = memory.Integers([.. Enumerable.Range(1, SharedTileKernel.Threads + 4)]);
            ArrayView<int> sums = memory.Integers(new int[SharedTileKernel.Threads]);
            return new PtxCall(new PtxLaunch(kernel, [values, sums, 5], 1, SharedTileKernel.Threads), _ => { });
        });
        return test.Run(_ => program, TestDevice.Open("cpu")).Figures;
    }

    private static string Compile(MethodInfo kernel, OptimizationLevel? level)
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80, level);
        return compiler.Compile(kernel);
    }
}
