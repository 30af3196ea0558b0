using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Reduces each row of outputs and targets to the few numbers that metrics are joined from: Σⱼ (aⱼ − yⱼ)², Σⱼ |aⱼ − yⱼ|, the target's class and the predicted class.</summary>
/// <remarks>The sums are in the contract's order, the squares a chain of fma. With several outputs the largest is predicted, the first of equals.</remarks>
/// <param name="outputs">a, [rows × columns], at least one column; class numbers are exact up to 2²⁴ columns.</param>
/// <param name="targets">y, [rows × columns], finite.</param>
/// <param name="figures">[rows × <see cref="RowMetrics.Figures"/>], written.</param>
public readonly struct RowMetrics<TCoding>(MatrixView outputs, FloatView targets, FloatView figures) : IRowwise
    where TCoding : struct, IClassCoding
{
    private readonly FloatView outputs = outputs.Data;
    private readonly FloatView targets = targets;
    private readonly FloatView figures = figures;
    private readonly int columns = outputs.Columns;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long place = (long)row * RowMetrics.Figures;
        WriteErrors<TScalar>(row, place);
        float targetClass = TargetClass<TScalar>(row);
        TScalar.Store(figures, place + RowMetrics.TargetClass, targetClass);
        TScalar.Store(figures, place + RowMetrics.PredictedClass, columns == 1 ? TCoding.Decide<TScalar>(TScalar.Load(outputs, row), targetClass) : FirstLargest<TScalar>(row));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteErrors<TScalar>(int row, long place)
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * columns;
        float squares = 0f;
        float magnitudes = 0f;
        float squaresChunk = 0f;
        float magnitudesChunk = 0f;
        for (int j = 0; j < columns; j++)
        {
            if (j > 0 && j % DotProduct.ChunkLength == 0)
            {
                squares = OrderedSum.Join<TScalar, float>(squares, squaresChunk, j == DotProduct.ChunkLength);
                magnitudes = OrderedSum.Join<TScalar, float>(magnitudes, magnitudesChunk, j == DotProduct.ChunkLength);
                squaresChunk = 0f;
                magnitudesChunk = 0f;
            }
            float error = TScalar.Add(TScalar.Load(outputs, start + j), ExactMath.Negate<TScalar, float>(TScalar.Load(targets, start + j)));
            squaresChunk = TScalar.Fma(error, error, squaresChunk);
            magnitudesChunk = TScalar.Add(magnitudesChunk, TScalar.AndBits(error, TScalar.ConstantBits(0x7FFFFFFFu)));
        }
        TScalar.Store(figures, place + RowMetrics.SquaredError, OrderedSum.Join<TScalar, float>(squares, squaresChunk, columns <= DotProduct.ChunkLength));
        TScalar.Store(figures, place + RowMetrics.AbsoluteError, OrderedSum.Join<TScalar, float>(magnitudes, magnitudesChunk, columns <= DotProduct.ChunkLength));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float TargetClass<TScalar>(int row)
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * columns;
        int ones = 0;
        int rests = 0;
        int at = 0;
        for (int j = 0; j < columns; j++)
        {
            float target = TScalar.Load(targets, start + j);
            if (target == 1f)
            {
                ones++;
                at = j;
            }
            else if (target == TCoding.Rest)
            {
                rests++;
            }
        }
        if (columns == 1)
            return ones + rests == 1 ? ones : RowMetrics.NoClass;
        return ones == 1 && rests == columns - 1 ? at : RowMetrics.NoClass;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float FirstLargest<TScalar>(int row)
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * columns;
        float largest = TScalar.Load(outputs, start);
        float at = 0f;
        for (int j = 1; j < columns; j++)
        {
            float value = TScalar.Load(outputs, start + j);
            at = TScalar.SelectLess(largest, value, j, at);
            largest = TScalar.SelectLess(largest, value, value, largest);
        }
        return at;
    }
}

/// <summary>Where <see cref="RowMetrics{TCoding}"/> writes what.</summary>
public static class RowMetrics
{
    /// <summary>Numbers a row.</summary>
    public const int Figures = 4;

    /// <summary>Σⱼ (aⱼ − yⱼ)².</summary>
    public const int SquaredError = 0;

    /// <summary>Σⱼ |aⱼ − yⱼ|.</summary>
    public const int AbsoluteError = 1;

    /// <summary>The class that the targets say, or <see cref="NoClass"/>.</summary>
    public const int TargetClass = 2;

    /// <summary>The class that the outputs say.</summary>
    public const int PredictedClass = 3;

    /// <summary>The row's targets do not name one class.</summary>
    public const float NoClass = -1f;
}
