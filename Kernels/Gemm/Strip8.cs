namespace NeuralGpu.Kernels;

/// <summary>Eight rows: what <see cref="Strip12"/> leaves over of 128, 512 and 2048.</summary>
internal readonly struct Strip8 : IStrip
{
    public static int Rows => 8;
}
