namespace NeuralGpu.Tests;

/// <summary>Executes a PTX kernel on the host: exactly, one block after the other.</summary>
internal static class PtxMachine
{
    /// <summary>Runs a launch to its end.</summary>
    /// <param name="program">The kernel.</param>
    /// <param name="memory">Global memory.</param>
    /// <param name="parameters">The arguments, laid out as the program's parameters.</param>
    /// <param name="blocks">Blocks of the grid, in one dimension.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <exception cref="PtxFault">The kernel does what a device would not allow.</exception>
    public static PtxFigures Run(PtxProgram program, PtxMemory memory, byte[] parameters, int blocks, int threads)
    {
        if (parameters.Length != program.ParameterBytes)
            throw new PtxFault($"The arguments are {parameters.Length} bytes, but the kernel takes {program.ParameterBytes}.");
        memory.BeginLaunch();
        var figures = new PtxFigures();
        for (int block = 0; block < blocks; block++)
            new PtxBlock(program, memory, parameters, (blocks, threads), block, figures).Run();
        return figures;
    }
}
