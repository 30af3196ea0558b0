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
        Device host = TestDevice.Open("cpu");
        var failures = new List<string>();
        output.WriteLine($"{"kernel of " + target,-32} {"cases",5} {"instructions",12} {"registers",9} {"shared",6} {"conflicts",9} {"local",5}");
        foreach ((string name, string ptx) in KernelCatalog.CompileAll(target == "sm_80" ? CudaArchitecture.SM_80 : CudaArchitecture.SM_90))
        {
            try
            {
                Execute(name, PtxProgram.Parse(ptx), host, failures);
            }
            catch (PtxFault fault)
            {
                failures.Add($"{name}: {fault.Message}");
            }
        }
        Assert.Empty(failures);
    }

    [Fact]
    public void Cases_OfTheCatalog_CoverEveryKernel()
        => Assert.Equal(KernelCatalog.All.Select(kernel => kernel.Name).Order(StringComparer.Ordinal), PtxCases.All.Select(test => test.Kernel).Distinct().Order(StringComparer.Ordinal));

    private void Execute(string name, PtxProgram program, Device host, List<string> failures)
    {
        (int cases, long steps, long transactions, long conflicts, long local) = (0, 0, 0, 0, 0);
        foreach (PtxCase test in PtxCases.Of(name))
        {
            PtxOutcome outcome = test.Run(program, host);
            cases++;
            steps += outcome.Figures.Steps;
            transactions += outcome.Figures.SharedTransactions;
            conflicts += outcome.Figures.ConflictTransactions;
            local += outcome.Figures.LocalAccesses;
            if (outcome.Difference is { } difference)
                failures.Add($"{test}: {difference}");
            failures.AddRange(outcome.Figures.RacesInWords.Select(race => $"{test}: data race in {race}"));
            failures.AddRange(outcome.Figures.UnwrittenReads.Select(text => $"{test}: '{text}' reads shared memory that nothing has written"));
        }
        int registers = LiveRegisters.Most(program);
        if (registers > MostRegisters)
            failures.Add($"{name}: {registers} registers are live at a time; above {MostRegisters} ptxas would spill them");
        if (local != 0 || program.LocalBytes != 0)
            failures.Add($"{name}: {local} accesses to {program.LocalBytes} bytes of local memory");
        output.WriteLine($"{name,-32} {cases,5} {steps,12} {registers,9} {transactions,6} {conflicts,9} {local,5}");
    }
}
