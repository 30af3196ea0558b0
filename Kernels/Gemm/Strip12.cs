namespace NeuralGpu.Kernels;

/// <summary>Twelve rows: for processors with 32 registers of 512 bits, two fma in flight six times over.</summary>
internal readonly struct Strip12 : IStrip
{
    public static int Rows => 12;
}
