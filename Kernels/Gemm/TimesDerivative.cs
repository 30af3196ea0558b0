using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Back-propagation's epilogue: δˡ = (δˡ⁺¹·(Wˡ⁺¹)ᵀ) ⊙ f′(zˡ), the derivative from the layer's outputs. Book, the recursion of section 4.4.</summary>
/// <param name="outputs">The layer's outputs a = f(z), [rows × columns].</param>
/// <param name="columns">Width of a row.</param>
public readonly struct TimesDerivative<TActivation>(FloatView outputs, int columns) : IEpilogue
    where TActivation : struct, IActivation
{
    private readonly FloatView outputs = outputs;
    private readonly int columns = columns;

    /// <inheritdoc/>
    public static bool IsIdentity => false;

    /// <inheritdoc/>
    public static bool StoresItself => false;

    /// <inheritdoc/>
    public void Begin<TLanes>()
        where TLanes : struct, ILanes<float>
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TActivation.TimesDerivative<TLanes, TVector>(value, TLanes.Load(outputs, ((long)row * columns) + column));

    /// <inheritdoc/>
    public void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
    }
}
