namespace NeuralGpu.Kernels;

/// <summary>4×4 elements a thread: four times the groups of 128×128, and 16 times the threads.</summary>
internal readonly struct Tile64x64 : ITile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 16;

    public static int Threads => 256;
}
