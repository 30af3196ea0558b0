namespace NeuralGpu.Kernels;

/// <summary>Four registers.</summary>
/// <param name="first">The first numbers.</param>
/// <param name="second">Those that follow.</param>
/// <param name="third">Those that follow these.</param>
/// <param name="fourth">The last numbers.</param>
internal readonly struct Quad<TVector>(TVector first, TVector second, TVector third, TVector fourth)
    where TVector : struct
{
    public readonly TVector First = first;
    public readonly TVector Second = second;
    public readonly TVector Third = third;
    public readonly TVector Fourth = fourth;
}
