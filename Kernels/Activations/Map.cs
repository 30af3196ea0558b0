using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>outputs[i] = f(inputs[i]); the two may be the same memory.</summary>
public readonly struct Map<TActivation>(FloatView inputs, FloatView outputs) : IElementwise
    where TActivation : struct, IActivation
{
    private readonly FloatView inputs = inputs;
    private readonly FloatView outputs = outputs;

    /// <inheritdoc/>
    public static bool IsMap => true;

    /// <inheritdoc/>
    public FloatView Destination => outputs;

    /// <inheritdoc/>
    public FloatView Source => inputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwise.Map<TLanes, TVector>(TVector x) => TActivation.Invoke<TLanes, TVector>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Store(outputs, index, TActivation.Invoke<TLanes, TVector>(TLanes.Load(inputs, index)));
}
