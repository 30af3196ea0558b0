namespace NeuralGpu.Tests;

/// <summary>PTX's state spaces.</summary>
internal enum PtxSpace
{
    /// <summary>Global memory, or a window onto shared or local memory.</summary>
    Generic,

    /// <summary>The memory of all threads.</summary>
    Global,

    /// <summary>The memory of a block.</summary>
    Shared,

    /// <summary>The memory of a thread: registers that were spilled or indexed.</summary>
    Local,

    /// <summary>The kernel's arguments.</summary>
    Param,
}
