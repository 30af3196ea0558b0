using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>derivatives[i] = f′(z[i]), from outputs[i] = f(z[i]); the two may be the same memory. Book, figure 3.3.</summary>
public readonly struct MapDerivative<TActivation>(FloatView outputs, FloatView derivatives) : IElementwise
    where TActivation : struct, IActivation
{
    private readonly FloatView outputs = outputs;
    private readonly FloatView derivatives = derivatives;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Store(derivatives, index, TActivation.TimesDerivative<TLanes, TVector>(TLanes.Constant(1f), TLanes.Load(outputs, index)));
}
