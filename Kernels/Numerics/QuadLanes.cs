using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Four registers at a time, as <see cref="PairLanes{TLanes, TVector}"/> has two: for register files of 32, which hold four chains of a function without a trip to memory.</summary>
/// <remarks>Every number is computed as by <typeparamref name="TLanes"/>, so that it never changes a bit.</remarks>
internal readonly unsafe struct QuadLanes<TLanes, TVector> : IHostLanes<Quad<TVector>>
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public static int Count => 4 * TLanes.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Constant(float value)
    {
        TVector all = TLanes.Constant(value);
        return new(all, all, all, all);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> ConstantBits(uint bits)
    {
        TVector all = TLanes.ConstantBits(bits);
        return new(all, all, all, all);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Load(in FloatView source, long index)
        => new(TLanes.Load(source, index), TLanes.Load(source, index + TLanes.Count), TLanes.Load(source, index + (2 * TLanes.Count)), TLanes.Load(source, index + (3 * TLanes.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in FloatView destination, long index, Quad<TVector> value)
    {
        TLanes.Store(destination, index, value.First);
        TLanes.Store(destination, index + TLanes.Count, value.Second);
        TLanes.Store(destination, index + (2 * TLanes.Count), value.Third);
        TLanes.Store(destination, index + (3 * TLanes.Count), value.Fourth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNaN(Quad<TVector> a, Quad<TVector> b) => TLanes.AnyNaN(a.First, a.Second) || TLanes.AnyNaN(a.Third, a.Fourth) || TLanes.AnyNaN(b.First, b.Second) || TLanes.AnyNaN(b.Third, b.Fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Load(float* source)
        => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count), TLanes.Load(source + (2 * TLanes.Count)), TLanes.Load(source + (3 * TLanes.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Quad<TVector> value)
    {
        TLanes.Store(destination, value.First);
        TLanes.Store(destination + TLanes.Count, value.Second);
        TLanes.Store(destination + (2 * TLanes.Count), value.Third);
        TLanes.Store(destination + (3 * TLanes.Count), value.Fourth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(float* destination, Quad<TVector> value)
    {
        TLanes.StoreStreaming(destination, value.First);
        TLanes.StoreStreaming(destination + TLanes.Count, value.Second);
        TLanes.StoreStreaming(destination + (2 * TLanes.Count), value.Third);
        TLanes.StoreStreaming(destination + (3 * TLanes.Count), value.Fourth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Add(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.Add(a.First, b.First), TLanes.Add(a.Second, b.Second), TLanes.Add(a.Third, b.Third), TLanes.Add(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Subtract(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.Subtract(a.First, b.First), TLanes.Subtract(a.Second, b.Second), TLanes.Subtract(a.Third, b.Third), TLanes.Subtract(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Multiply(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.Multiply(a.First, b.First), TLanes.Multiply(a.Second, b.Second), TLanes.Multiply(a.Third, b.Third), TLanes.Multiply(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Fma(Quad<TVector> a, Quad<TVector> b, Quad<TVector> c)
        => new(TLanes.Fma(a.First, b.First, c.First), TLanes.Fma(a.Second, b.Second, c.Second), TLanes.Fma(a.Third, b.Third, c.Third), TLanes.Fma(a.Fourth, b.Fourth, c.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Divide(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.Divide(a.First, b.First), TLanes.Divide(a.Second, b.Second), TLanes.Divide(a.Third, b.Third), TLanes.Divide(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> Sqrt(Quad<TVector> a)
        => new(TLanes.Sqrt(a.First), TLanes.Sqrt(a.Second), TLanes.Sqrt(a.Third), TLanes.Sqrt(a.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> ScaleBinary(Quad<TVector> a, Quad<TVector> n, Quad<TVector> bits)
        => new(TLanes.ScaleBinary(a.First, n.First, bits.First), TLanes.ScaleBinary(a.Second, n.Second, bits.Second), TLanes.ScaleBinary(a.Third, n.Third, bits.Third), TLanes.ScaleBinary(a.Fourth, n.Fourth, bits.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> ScaleNormal(Quad<TVector> a, Quad<TVector> n, Quad<TVector> bits)
        => new(TLanes.ScaleNormal(a.First, n.First, bits.First), TLanes.ScaleNormal(a.Second, n.Second, bits.Second), TLanes.ScaleNormal(a.Third, n.Third, bits.Third), TLanes.ScaleNormal(a.Fourth, n.Fourth, bits.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> NegatedAtMost(Quad<TVector> a, float bound)
        => new(TLanes.NegatedAtMost(a.First, bound), TLanes.NegatedAtMost(a.Second, bound), TLanes.NegatedAtMost(a.Third, bound), TLanes.NegatedAtMost(a.Fourth, bound));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Quad<TVector> Small, Quad<TVector> Large) TanhPolynomials(Quad<TVector> twice, Quad<TVector> x, Quad<TVector> n) => ExactMath.TanhPolynomialsOfOne<QuadLanes<TLanes, TVector>, Quad<TVector>>(twice, x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> AtLeast(Quad<TVector> bound, Quad<TVector> a)
        => new(TLanes.AtLeast(bound.First, a.First), TLanes.AtLeast(bound.Second, a.Second), TLanes.AtLeast(bound.Third, a.Third), TLanes.AtLeast(bound.Fourth, a.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> AtMost(Quad<TVector> bound, Quad<TVector> a)
        => new(TLanes.AtMost(bound.First, a.First), TLanes.AtMost(bound.Second, a.Second), TLanes.AtMost(bound.Third, a.Third), TLanes.AtMost(bound.Fourth, a.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> AddBits(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.AddBits(a.First, b.First), TLanes.AddBits(a.Second, b.Second), TLanes.AddBits(a.Third, b.Third), TLanes.AddBits(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> SubtractBits(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.SubtractBits(a.First, b.First), TLanes.SubtractBits(a.Second, b.Second), TLanes.SubtractBits(a.Third, b.Third), TLanes.SubtractBits(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> AndBits(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.AndBits(a.First, b.First), TLanes.AndBits(a.Second, b.Second), TLanes.AndBits(a.Third, b.Third), TLanes.AndBits(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> OrBits(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.OrBits(a.First, b.First), TLanes.OrBits(a.Second, b.Second), TLanes.OrBits(a.Third, b.Third), TLanes.OrBits(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> XorBits(Quad<TVector> a, Quad<TVector> b)
        => new(TLanes.XorBits(a.First, b.First), TLanes.XorBits(a.Second, b.Second), TLanes.XorBits(a.Third, b.Third), TLanes.XorBits(a.Fourth, b.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> CopySign(Quad<TVector> magnitude, Quad<TVector> sign)
        => new(TLanes.CopySign(magnitude.First, sign.First), TLanes.CopySign(magnitude.Second, sign.Second), TLanes.CopySign(magnitude.Third, sign.Third), TLanes.CopySign(magnitude.Fourth, sign.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> ShiftLeftBits(Quad<TVector> a, int count)
        => new(TLanes.ShiftLeftBits(a.First, count), TLanes.ShiftLeftBits(a.Second, count), TLanes.ShiftLeftBits(a.Third, count), TLanes.ShiftLeftBits(a.Fourth, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> ShiftRightBits(Quad<TVector> a, int count)
        => new(TLanes.ShiftRightBits(a.First, count), TLanes.ShiftRightBits(a.Second, count), TLanes.ShiftRightBits(a.Third, count), TLanes.ShiftRightBits(a.Fourth, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> SelectLess(Quad<TVector> a, Quad<TVector> b, Quad<TVector> x, Quad<TVector> y)
        => new(TLanes.SelectLess(a.First, b.First, x.First, y.First), TLanes.SelectLess(a.Second, b.Second, x.Second, y.Second), TLanes.SelectLess(a.Third, b.Third, x.Third, y.Third), TLanes.SelectLess(a.Fourth, b.Fourth, x.Fourth, y.Fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> SelectEqual(Quad<TVector> a, Quad<TVector> b, Quad<TVector> x, Quad<TVector> y)
        => new(TLanes.SelectEqual(a.First, b.First, x.First, y.First), TLanes.SelectEqual(a.Second, b.Second, x.Second, y.Second), TLanes.SelectEqual(a.Third, b.Third, x.Third, y.Third), TLanes.SelectEqual(a.Fourth, b.Fourth, x.Fourth, y.Fourth));

    /// <inheritdoc/>
    /// <remarks>One look at all: where there is no NaN, which is nearly always, two comparisons and a branch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<TVector> SelectNaN(Quad<TVector> a, Quad<TVector> x, Quad<TVector> y)
        => TLanes.AnyNaN(a.First, a.Second) | TLanes.AnyNaN(a.Third, a.Fourth) ? new(TLanes.SelectNaN(a.First, x.First, y.First), TLanes.SelectNaN(a.Second, x.Second, y.Second), TLanes.SelectNaN(a.Third, x.Third, y.Third), TLanes.SelectNaN(a.Fourth, x.Fourth, y.Fourth)) : y;
}
