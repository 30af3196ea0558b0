namespace NeuralGpu.Tests;

/// <summary>A small case of a kernel in the catalog, to be executed from its PTX and compared with the host.</summary>
/// <param name="Kernel">The kernel's name in <see cref="KernelCatalog"/>.</param>
/// <param name="Name">What is special about the case.</param>
/// <param name="Prepare">Places the operands and names the launch.</param>
internal sealed record PtxCase(string Kernel, string Name, Func<PtxCaseMemory, PtxCall> Prepare)
{
    /// <summary>Runs it on the host and from PTX, which may differ from the kernel's.</summary>
    /// <exception cref="PtxFault">The PTX cannot be executed, or does what a device would not allow.</exception>
    public PtxOutcome Run(PtxProgram program, Device host)
    {
        using var memory = new PtxCaseMemory(host);
        PtxCall call = Prepare(memory);
        memory.CopyToMachine();
        call.OnHost(host.Target);
        byte[] parameters = KernelArguments.Lay(program, call.Arguments, memory);
        PtxFigures figures = PtxMachine.Run(program, memory.Machine, parameters, call.Blocks, call.Threads);
        return new PtxOutcome(figures, memory.FirstDifference());
    }

    public override string ToString() => $"{Kernel}, {Name}";
}
