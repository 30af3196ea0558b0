namespace NeuralGpu.Kernels;

/// <summary>Random bits as numbers, without rounding.</summary>
public static class UniformDraw
{
    /// <summary>A multiple of 2⁻²³ from −1 up to but not including 1, from the 24 high bits; exact.</summary>
    public static float MinusOneToOne(uint bits) => ((int)(bits >> 8) - (1 << 23)) * (1f / (1 << 23));

    /// <summary>An integer from 0 to count − 1: the high half of bits · count (Lemire, "Fast random integer generation in an interval", 2019, without the rejection; no integer is off its share by more than count/2³²).</summary>
    public static int Below(uint bits, int count) => (int)(((ulong)bits * (uint)count) >> 32);
}
