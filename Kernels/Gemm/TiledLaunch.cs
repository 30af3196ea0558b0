using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>What a launch of <see cref="TiledGemm"/> adds to its problem.</summary>
internal readonly struct TiledLaunch
{
    /// <summary>Tiles beside each other.</summary>
    public readonly int TileColumns;

    /// <summary>Tiles of C.</summary>
    public readonly int Tiles;

    /// <summary>Terms that a group adds up: all, or a chunk of the contract; then each chunk's sums go to a matrix of their own.</summary>
    public readonly int GroupTerms;

    /// <summary>1 when four consecutive numbers of A can be read at once.</summary>
    public readonly int IsAlignedA;

    /// <summary>1 when four consecutive numbers of B can be read at once.</summary>
    public readonly int IsAlignedB;

    /// <summary>1 when four consecutive elements of C can be written at once.</summary>
    public readonly int IsAlignedC;

    public TiledLaunch(int tileRows, int tileColumns, int groupTerms, bool isAlignedA, bool isAlignedB, bool isAlignedC)
    {
        TileColumns = tileColumns;
        Tiles = checked(tileRows * tileColumns);
        GroupTerms = groupTerms;
        IsAlignedA = isAlignedA ? 1 : 0;
        IsAlignedB = isAlignedB ? 1 : 0;
        IsAlignedC = isAlignedC ? 1 : 0;
    }
}
