namespace NeuralGpu.Tests;

/// <summary>A small case of an operation, to be executed from its kernels' PTX and compared with the host.</summary>
/// <param name="Kernels">The kernels that it launches, by their names in <see cref="KernelCatalog"/>.</param>
/// <param name="Name">What is special about the case.</param>
/// <param name="Prepare">Places the operands and names the launches.</param>
internal sealed record PtxCase(IReadOnlyList<string> Kernels, string Name, Func<PtxCaseMemory, PtxCall> Prepare)
{
    /// <summary>A case of one kernel.</summary>
    public PtxCase(string kernel, string name, Func<PtxCaseMemory, PtxCall> prepare)
        : this([kernel], name, prepare)
    {
    }

    /// <summary>Runs it on the host, and from PTX, which may differ from the kernel's.</summary>
    /// <param name="programOf">The program of a kernel.</param>
    /// <param name="host">A CPU device.</param>
    /// <exception cref="PtxFault">The PTX cannot be executed, or does what a device would not allow.</exception>
    public PtxOutcome Run(Func<string, PtxProgram> programOf, Device host)
    {
        using var memory = new PtxCaseMemory(host);
        PtxCall call = Prepare(memory);
        memory.CopyToMachine();
        call.OnHost(host.Target);
        Dictionary<string, PtxFigures> figures = Kernels.ToDictionary(kernel => kernel, _ => new PtxFigures());
        foreach (PtxLaunch launch in call.Launches)
        {
            PtxProgram program = programOf(launch.Kernel);
            byte[] parameters = KernelArguments.Lay(program, launch.Arguments, memory);
            figures[launch.Kernel].Add(PtxMachine.Run(program, memory.Machine, parameters, launch.Blocks, launch.Threads));
        }
        return new PtxOutcome(figures, memory.FirstDifference());
    }

    public override string ToString() => $"{string.Join(" + ", Kernels)}, {Name}";
}
