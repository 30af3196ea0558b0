namespace NeuralGpu.Kernels;

/// <summary>Two registers.</summary>
/// <param name="first">The first numbers.</param>
/// <param name="second">Those that follow.</param>
internal readonly struct Pair<TVector>(TVector first, TVector second)
    where TVector : struct
{
    public readonly TVector First = first;
    public readonly TVector Second = second;
}
