namespace NeuralGpu.Kernels;

/// <summary>Four rows: as few as keep two fma of four cycles in flight, with two vectors a row.</summary>
internal readonly struct Strip4 : IStrip
{
    public static int Rows => 4;
}
