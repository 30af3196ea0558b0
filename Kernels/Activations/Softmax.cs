using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Row by row pⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) with m the row's maximum, so that nothing overflows; the two matrices may be the same memory.</summary>
/// <param name="inputs">z, [rows × columns], at least one column.</param>
/// <param name="outputs">p, [rows × columns].</param>
public readonly struct Softmax(MatrixView inputs, FloatView outputs) : IRowwise
{
    private readonly FloatView inputs = inputs.Data;
    private readonly int columns = inputs.Columns;
    private readonly FloatView outputs = outputs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * columns;
        float max = RowMaximum<TScalar>(inputs, start, columns);
        float sum = Exponentials<TLanes, TVector, TScalar>(inputs, outputs, start, columns, max);
        long end = start + columns;
        long i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(outputs, i, TLanes.Divide(TLanes.Load(outputs, i), TLanes.Constant(sum)));
        for (; i < end; i++)
            TScalar.Store(outputs, i, TScalar.Divide(TScalar.Load(outputs, i), sum));
    }

    /// <summary>The largest element of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float RowMaximum<TScalar>(in FloatView values, long start, int columns)
        where TScalar : struct, ILanes<float>
    {
        float max = TScalar.Load(values, start);
        for (int j = 1; j < columns; j++)
        {
            float value = TScalar.Load(values, start + j);
            max = TScalar.SelectLess(max, value, value, max);
        }
        return max;
    }

    /// <summary>Writes e^(zⱼ − max) for a row and returns their sum in the contract's order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Exponentials<TLanes, TVector, TScalar>(in FloatView inputs, in FloatView outputs, long start, int columns, float max)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long end = start + columns;
        long i = start;
        float minusMax = ExactMath.Negate<TScalar, float>(max);
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(outputs, i, ExactMath.Exp<TLanes, TVector>(TLanes.Add(TLanes.Load(inputs, i), TLanes.Constant(minusMax))));
        for (; i < end; i++)
            TScalar.Store(outputs, i, ExactMath.Exp<TScalar, float>(TScalar.Add(TScalar.Load(inputs, i), minusMax)));
        return OrderedSum.Strided<TScalar, float>(outputs, start, 1, columns);
    }
}
