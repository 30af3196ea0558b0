namespace NeuralGpu.Kernels;

/// <summary>Lanes on the host, which can also read and write through raw addresses.</summary>
/// <typeparam name="TVector">What holds the numbers.</typeparam>
public unsafe interface IHostLanes<TVector> : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Whether any number in either is NaN.</summary>
    static abstract bool AnyNaN(TVector a, TVector b);

    /// <summary>Reads <c>Count</c> numbers.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes <c>Count</c> numbers.</summary>
    static abstract void Store(float* destination, TVector value);

    /// <summary>Writes <c>Count</c> numbers past the caches, where the processor can. The address is a multiple of the register's size; <see cref="HostSimd.FinishStreaming"/> comes before another thread reads.</summary>
    static abstract void StoreStreaming(float* destination, TVector value);
}
