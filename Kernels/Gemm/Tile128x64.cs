namespace NeuralGpu.Kernels;

/// <summary>8×8 elements a thread, for results of medium size, or of 64 columns.</summary>
internal readonly struct Tile128x64 : ITile
{
    public static int Rows => 128;

    public static int Columns => 64;

    public static int Depth => 8;

    public static int Threads => 128;
}
