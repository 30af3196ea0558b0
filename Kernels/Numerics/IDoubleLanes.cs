namespace NeuralGpu.Kernels;

/// <summary>A SIMD register of binary64 numbers on the host. All operations round each lane once, to nearest even.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface IDoubleLanes<TVector> : IVectorLanes<TVector, double>
    where TVector : struct
{
    /// <summary>a · b − c, rounded once.</summary>
    static abstract TVector MultiplySubtract(TVector a, TVector b, TVector c);

    /// <summary>−a.</summary>
    static abstract TVector Negate(TVector a);
}
