using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The numbers of an update that are others in the next one, computed in binary64 and each rounded once.</summary>
/// <remarks>Kernels read them from the device's memory, so that a launch is the same for every update and can be recorded in a graph.</remarks>
/// <param name="Rate">What the step is multiplied by: gradient descent's ηₜ/b, Adam's ηₜ/(1 − β₁ᵗ), otherwise ηₜ.</param>
/// <param name="RootCorrection">Adam's 1/√(1 − β₂ᵗ).</param>
/// <param name="Keep">1 − ηₜλ, what AdamW's decay leaves of a weight; 1 for none.</param>
/// <param name="KeepOfBiases">The same for a bias.</param>
public readonly record struct UpdateNumbers(float Rate, float RootCorrection = 1f, float Keep = 1f, float KeepOfBiases = 1f)
{
    /// <summary>Floats that they take in memory: once for weights and once for biases.</summary>
    public const int Length = 2 * SetLength;

    private const int SetLength = 3;

    /// <summary>Of the numbers in memory, those for some parameters.</summary>
    /// <param name="numbers">[<see cref="Length"/>].</param>
    /// <param name="areBiases">Whether they are biases, to which a weight decay may not apply.</param>
    public static FloatView For(FloatView numbers, bool areBiases) => numbers.Slice(areBiases ? SetLength : 0, SetLength);

    /// <summary>Reads what <see cref="For"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UpdateNumbers Load<TLanes>(in FloatView numbers)
        where TLanes : struct, ILanes<float>
        => new(TLanes.Load(numbers, 0), TLanes.Load(numbers, 1), TLanes.Load(numbers, 2));

    /// <summary>Reads those for biases from all of the numbers in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UpdateNumbers LoadForBiases<TLanes>(in FloatView numbers)
        where TLanes : struct, ILanes<float>
        => new(TLanes.Load(numbers, SetLength), TLanes.Load(numbers, SetLength + 1), TLanes.Load(numbers, SetLength + 2));

    /// <summary>Writes both sets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store<TLanes>(in FloatView numbers)
        where TLanes : struct, ILanes<float>
    {
        TLanes.Store(numbers, 0, Rate);
        TLanes.Store(numbers, 1, RootCorrection);
        TLanes.Store(numbers, 2, Keep);
        TLanes.Store(numbers, SetLength, Rate);
        TLanes.Store(numbers, SetLength + 1, RootCorrection);
        TLanes.Store(numbers, SetLength + 2, KeepOfBiases);
    }
}
