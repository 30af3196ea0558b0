using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>vᵢ ← s·vᵢ with a factor that is on the device.</summary>
/// <param name="values">v, updated in place.</param>
/// <param name="scale">[<see cref="ClipScale.Copies"/>], s in every place.</param>
public readonly struct Scaling(FloatView values, FloatView scale) : IElementwise
{
    private readonly FloatView values = values;
    private readonly FloatView scale = scale;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Store(values, index, TLanes.Multiply(TLanes.Load(scale, 0), TLanes.Load(values, index)));
}
