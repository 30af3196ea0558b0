using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>Every kernel's PTX, executed without a GPU, gives the host's bits and has no data race.</summary>
/// <remarks>
/// The output has a line for each kernel: instructions executed, each once a warp; 32-bit registers live at a time; transactions of shared memory without bank conflicts, and how many more the conflicts cost;
/// accesses to local memory. To see it: <c>--filter-class "*PtxExecution*" --show-live-output on</c>.
/// </remarks>
public sealed class PtxExecutionTests(ITestOutputHelper output)
{
    // A thread may have 255, and ptxas takes some for itself.
    private const int MostRegisters = 240;

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Kernels_OnSmallCases_GiveTheHostsBitsWithoutRaces(string target)
    {
        // What has the same text for another architecture gives the same bits.
        HashSet<string> executed = target == "sm_80" ? [] : [.. KernelCatalog.CompileAll(CudaArchitecture.SM_80).Select(kernel => PtxText.Renumber(kernel.Ptx))];
        var failures = new List<string>();
        var programs = new Dictionary<string, PtxProgram>();
        foreach ((string name, string ptx) in KernelCatalog.CompileAll(target == "sm_80" ? CudaArchitecture.SM_80 : CudaArchitecture.SM_90))
        {
            if (!executed.Contains(PtxText.Renumber(ptx)))
                Watch(name, failures, () => programs.Add(name, PtxProgram.Parse(ptx)));
        }
        output.WriteLine($"{target}: {programs.Count} kernels to execute");
        var figures = programs.Keys.ToDictionary(name => name, _ => new PtxFigures());
        foreach (PtxCase test in PtxCases.All.Where(test => test.Kernels.All(programs.ContainsKey)))
            Watch(test.ToString(), failures, () => Execute(test, programs, figures, failures));
        output.WriteLine($"{"kernel of " + target,-32} {"cases",5} {"instructions",12} {"registers",9} {"shared",6} {"conflicts",9} {"local",5}");
        foreach ((string name, PtxProgram program) in programs)
            Judge(name, program, figures[name], failures);
        Assert.Empty(failures);
    }

    [Fact]
    public void Cases_OfTheCatalog_CoverEveryKernel()
        => Assert.Equal(KernelCatalog.All.Select(kernel => kernel.Name).Order(StringComparer.Ordinal), PtxCases.All.SelectMany(test => test.Kernels).Distinct().Order(StringComparer.Ordinal));

    private static void Watch(string what, List<string> failures, Action work)
    {
        try
        {
            work();
        }
        catch (PtxFault fault)
        {
            failures.Add($"{what}: {fault.Message}");
        }
    }

    private static void Execute(PtxCase test, Dictionary<string, PtxProgram> programs, Dictionary<string, PtxFigures> figures, List<string> failures)
    {
        PtxOutcome outcome = test.Run(kernel => programs[kernel], TestDevice.Open("cpu"));
        if (outcome.Difference is { } difference)
            failures.Add($"{test}: {difference}");
        foreach ((string kernel, PtxFigures done) in outcome.ByKernel)
        {
            figures[kernel].Add(done);
            if (done.Steps == 0)
                failures.Add($"{test}: {kernel} was not executed");
            failures.AddRange(done.RacesInWords.Select(race => $"{test}: data race in {race}"));
            failures.AddRange(done.UnwrittenReads.Select(text => $"{test}: '{text}' reads shared memory that nothing has written"));
        }
    }

    private void Judge(string name, PtxProgram program, PtxFigures done, List<string> failures)
    {
        int registers = LiveRegisters.Most(program);
        output.WriteLine($"{name,-32} {PtxCases.Of(name).Count(),5} {done.Steps,12} {registers,9} {done.SharedTransactions,6} {done.ConflictTransactions,9} {done.LocalAccesses,5}");
        if (registers > MostRegisters)
            failures.Add($"{name}: {registers} registers are live at a time; above {MostRegisters} ptxas would spill them");
        if (done.ConflictTransactions != 0)
            failures.Add($"{name}: bank conflicts add {done.ConflictTransactions} transactions of shared memory to {done.SharedTransactions}");
        if (done.LocalAccesses != 0 || program.LocalBytes != 0)
            failures.Add($"{name}: {done.LocalAccesses} accesses to {program.LocalBytes} bytes of local memory");
    }
}
