namespace NeuralGpu.Kernels;

/// <summary>Six rows: twelve of the 16 registers of 256 bits.</summary>
internal readonly struct Strip6 : IStrip
{
    public static int Rows => 6;
}
