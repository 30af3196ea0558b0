namespace NeuralGpu.Kernels;

/// <summary>A loss φ of the margin m = y·z, y = ±1. Book, section 1.4.</summary>
public interface IMarginFunction
{
    /// <summary>φ(m).</summary>
    static abstract TVector Loss<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>φ′(m); at a kink, 0.</summary>
    static abstract TVector Slope<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
