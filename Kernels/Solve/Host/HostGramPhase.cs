namespace NeuralGpu.Kernels;

/// <summary>What the threads do between two of their meetings.</summary>
internal enum HostGramPhase
{
    /// <summary>Rows become packed panels.</summary>
    Pack,

    /// <summary>Packed panels become tiles, which are added to the matrix.</summary>
    Multiply,

    /// <summary>Rows become tiles, a chunk at a time, for the phase that follows.</summary>
    Narrow,

    /// <summary>The tiles of those chunks are added to the matrix, chunk after chunk.</summary>
    Join,
}
