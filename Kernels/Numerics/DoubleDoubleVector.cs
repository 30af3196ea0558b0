using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A register of <see cref="DoubleDouble"/> numbers on the host: the same operations, step by step, so each lane has the bits of the scalar form.</summary>
internal readonly struct DoubleDoubleVector<TLanes, TVector>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    public readonly TVector High;
    public readonly TVector Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleVector(TVector high, TVector low)
    {
        High = high;
        Low = low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DoubleDoubleVector<TLanes, TVector> Load(double* high, double* low) => new(TLanes.Load(high), TLanes.Load(low));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> Constant(DoubleDouble value) => new(TLanes.Constant(value.High), TLanes.Constant(value.Low));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(double* high, double* low)
    {
        TLanes.Store(high, High);
        TLanes.Store(low, Low);
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> Add(DoubleDoubleVector<TLanes, TVector> a, DoubleDoubleVector<TLanes, TVector> b) => Add(a, b.High, b.Low);

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> Multiply(TVector a, DoubleDoubleVector<TLanes, TVector> b)
    {
        TVector product = TLanes.Multiply(a, b.High);
        TVector error = ProductError(a, b.High, product);
        return Normalize(product, TLanes.Fma(a, b.Low, error));
    }

    /// <summary>a · b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> MultiplyAdd(TVector a, DoubleDoubleVector<TLanes, TVector> b, DoubleDoubleVector<TLanes, TVector> c)
    {
        TVector product = TLanes.Multiply(a, b.High);
        TVector error = ProductError(a, b.High, product);
        return Add(c, product, TLanes.Fma(a, b.Low, error));
    }

    /// <summary>a · b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> MultiplyAdd(DoubleDoubleVector<TLanes, TVector> a, DoubleDoubleVector<TLanes, TVector> b, DoubleDoubleVector<TLanes, TVector> c)
    {
        TVector product = TLanes.Multiply(a.High, b.High);
        TVector error = ProductError(a.High, b.High, product);
        return Add(c, product, TLanes.Fma(a.Low, b.High, TLanes.Fma(a.High, b.Low, error)));
    }

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> Divide(DoubleDoubleVector<TLanes, TVector> a, DoubleDoubleVector<TLanes, TVector> b)
    {
        TVector quotient = TLanes.Divide(a.High, b.High);
        DoubleDoubleVector<TLanes, TVector> rest = MultiplyAdd(TLanes.Negate(quotient), b, a);
        return Normalize(quotient, TLanes.Divide(rest.High, b.High));
    }

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleVector<TLanes, TVector> Subtract(DoubleDoubleVector<TLanes, TVector> a, DoubleDoubleVector<TLanes, TVector> b) => Add(a, TLanes.Negate(b.High), TLanes.Negate(b.Low));

    // a · b − product; x − y is x + (−y).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ProductError(TVector a, TVector b, TVector product) => TLanes.MultiplySubtract(a, b, product);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDoubleVector<TLanes, TVector> Add(DoubleDoubleVector<TLanes, TVector> a, TVector high, TVector low)
    {
        TVector sum = TLanes.Add(a.High, high);
        TVector virtualB = TLanes.Subtract(sum, a.High);
        TVector virtualA = TLanes.Subtract(sum, virtualB);
        TVector error = TLanes.Add(TLanes.Subtract(a.High, virtualA), TLanes.Subtract(high, virtualB));
        return Normalize(sum, TLanes.Add(error, TLanes.Add(a.Low, low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDoubleVector<TLanes, TVector> Normalize(TVector a, TVector b)
    {
        TVector sum = TLanes.Add(a, b);
        return new DoubleDoubleVector<TLanes, TVector>(sum, TLanes.Subtract(b, TLanes.Subtract(sum, a)));
    }
}
