namespace NeuralGpu.Kernels;

/// <summary>What the host's matrix kernels need of a SIMD register, whatever numbers it holds.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
internal unsafe interface IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TVector Constant(TElement value);

    /// <summary>Reads <see cref="Count"/> numbers.</summary>
    static abstract TVector Load(TElement* source);

    /// <summary>Writes <see cref="Count"/> numbers.</summary>
    static abstract void Store(TElement* destination, TVector value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);
}
