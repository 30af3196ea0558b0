namespace NeuralGpu.Tests;

/// <summary>How an instruction decides what comes next.</summary>
internal enum PtxStatementKind
{
    /// <summary>The next instruction.</summary>
    Step,

    /// <summary>A jump.</summary>
    Branch,

    /// <summary>A wait for the other threads of the block.</summary>
    Barrier,

    /// <summary>The thread's end.</summary>
    Exit,
}
