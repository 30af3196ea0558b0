namespace NeuralGpu.Kernels;

/// <summary>Where a triangular solution has got to, as its kernels take it.</summary>
internal struct TriangularStep
{
    /// <summary>Rows and columns of the matrix.</summary>
    public int Size;

    /// <summary>Right-hand sides.</summary>
    public int Targets;

    /// <summary>First unknown of the chunk.</summary>
    public int Start;

    /// <summary>End of the chunk.</summary>
    public int End;
}
