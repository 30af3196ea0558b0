using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The epilogue of a weight gradient that is needed for nothing but the optimizer's update: g = aᵀδ updates W, and what is kept for it, from where it was computed, and the column sums of δ update b. The bits of <see cref="StepUpdate{TUpdate}"/>.</summary>
/// <remarks>No other work may still need the old W.</remarks>
/// <param name="update">The update of all parameters, of which these are a part; neither its gradient nor the numbers that it has itself matter.</param>
/// <param name="numbers">What <see cref="UpdateNumbers.For"/> gives for the weights.</param>
/// <param name="biasNumbers">The same for the biases.</param>
/// <param name="weights">Where W begins among the parameters, [rows × columns].</param>
/// <param name="biases">Where b begins among them, [columns].</param>
/// <param name="columns">Width of a row.</param>
public struct ThenUpdate<TUpdate>(in TUpdate update, FloatView numbers, FloatView biasNumbers, long weights, long biases, int columns) : IEpilogue
    where TUpdate : struct, IUpdate<TUpdate>
{
    private readonly FloatView numbers = numbers;
    private readonly FloatView biasNumbers = biasNumbers;
    private readonly long weights = weights;
    private readonly long biases = biases;
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
        numbersOfBiases = UpdateNumbers.Load<TLanes>(biasNumbers);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row, int column) => update.Prefetch(weights + ((long)row * columns) + column);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        update.Update<TLanes, TVector>(value, weights + ((long)row * columns) + column);
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => update.At(numbersOfBiases).Update<TLanes, TVector>(sums, biases + column);
}
