using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A layer's forward epilogue: a = f(z + b), b added once to the finished dot product. Book, section 3.4.</summary>
/// <param name="bias">[columns].</param>
public readonly struct BiasActivation<TActivation>(FloatView bias) : IEpilogue
    where TActivation : struct, IActivation
{
    private readonly FloatView bias = bias;

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
        => TActivation.Invoke<TLanes, TVector>(TLanes.Add(value, TLanes.Load(bias, column)));

    /// <inheritdoc/>
    public void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
    }
}
