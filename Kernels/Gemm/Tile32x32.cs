namespace NeuralGpu.Kernels;

/// <summary>4×4 elements a thread, for small results.</summary>
internal readonly struct Tile32x32 : ITile
{
    public static int Rows => 32;

    public static int Columns => 32;

    public static int Depth => 16;

    public static int Threads => 64;
}
