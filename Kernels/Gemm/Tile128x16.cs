namespace NeuralGpu.Kernels;

/// <summary>4×4 elements a thread, for results of a few columns, such as ten classes.</summary>
internal readonly struct Tile128x16 : ITile
{
    public static int Rows => 128;

    public static int Columns => 16;

    public static int Depth => 8;

    public static int Threads => 128;
}
