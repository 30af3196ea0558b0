namespace NeuralGpu.Kernels;

/// <summary>The tiles that <see cref="TiledGemm"/> is compiled for, rows × columns of C. Which one never changes a bit.</summary>
public enum GemmTile
{
    /// <summary>128×128, 8×8 elements a thread.</summary>
    Tile128x128,

    /// <summary>128×64, 8×8 elements a thread.</summary>
    Tile128x64,

    /// <summary>64×64, 4×4 elements a thread.</summary>
    Tile64x64,

    /// <summary>32×32, 4×4 elements a thread.</summary>
    Tile32x32,

    /// <summary>128×16, 4×4 elements a thread.</summary>
    Tile128x16,
}
