namespace NeuralGpu.Kernels;

/// <summary>The shape of a group's work in <see cref="TiledGemm"/>. Sizes are constants of a type, so that each tile is a kernel of its own in which they are immediate values.</summary>
internal interface ITile
{
    /// <summary>Rows of C.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C.</summary>
    static abstract int Columns { get; }

    /// <summary>Terms of the dot products in shared memory at a time: a multiple of 8 that divides the contract's chunk.</summary>
    static abstract int Depth { get; }

    /// <summary>Threads of the group: (rows / side) × (columns / side), with the side of a thread's block of C.</summary>
    static abstract int Threads { get; }
}
