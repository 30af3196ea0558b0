using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The epilogue of a weight gradient that is needed for nothing but the optimizer's update: g = aᵀδ updates W, and what is kept for it, from where it was computed, and the column sums of δ update b. The bits of <see cref="StepUpdate{TUpdate}"/>.</summary>
/// <remarks>No other work may still need the old W.</remarks>
/// <param name="update">The update of parameters that begin with W, [rows × columns]; neither its gradient nor the numbers that it has itself matter.</param>
/// <param name="numbers">The update's numbers, [<see cref="UpdateNumbers.Length"/>].</param>
/// <param name="biases">Where b begins among them, [columns].</param>
/// <param name="columns">Width of a row.</param>
public struct ThenUpdate<TUpdate>(in TUpdate update, FloatView numbers, long biases, int columns) : IEpilogue
    where TUpdate : struct, IUpdate<TUpdate>
{
    private readonly FloatView numbers = numbers;
    // Unsigned: an array has less than 2³¹ elements, and registers are short in the largest tiles.
    private readonly uint biases = checked((uint)biases);
    private readonly int columns = columns;
    private TUpdate update = update;
    private UpdateNumbers numbersOfBiases;

    /// <inheritdoc/>
    public static bool IsIdentity => false;

    /// <inheritdoc/>
    public static bool StoresItself => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin<TLanes>()
        where TLanes : struct, ILanes<float>
    {
        update = update.At(UpdateNumbers.Load<TLanes>(numbers));
        numbersOfBiases = UpdateNumbers.LoadForBiases<TLanes>(numbers);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        update.Update<TLanes, TVector>(value, ((long)row * columns) + column);
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => update.At(numbersOfBiases).Update<TLanes, TVector>(sums, (long)biases + column);
}
