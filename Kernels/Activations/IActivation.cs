namespace NeuralGpu.Kernels;

/// <summary>An activation a = f(z) whose derivative can be had from a alone.</summary>
public interface IActivation
{
    /// <summary>f(z).</summary>
    static abstract TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>delta · f′(z), from a = f(z).</summary>
    static abstract TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
