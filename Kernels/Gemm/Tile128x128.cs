namespace NeuralGpu.Kernels;

/// <summary>For results that fill the device: 8×8 elements a thread, 64 fma for 16 numbers read from shared memory.</summary>
internal readonly struct Tile128x128 : ITile
{
    public static int Rows => 128;

    public static int Columns => 128;

    public static int Depth => 8;

    public static int Threads => 256;
}
