using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Two registers at a time, each operation on one and then on the other: a processor that looks some dozen instructions ahead finds work in the second chain while the first waits for its last result.</summary>
/// <remarks>Every number is computed as by <typeparamref name="TLanes"/>, so that it never changes a bit.</remarks>
internal readonly unsafe struct PairLanes<TLanes, TVector> : IHostLanes<Pair<TVector>>
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public static int Count => 2 * TLanes.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Constant(float value)
    {
        TVector both = TLanes.Constant(value);
        return new(both, both);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ConstantBits(uint bits)
    {
        TVector both = TLanes.ConstantBits(bits);
        return new(both, both);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Load(in FloatView source, long index) => new(TLanes.Load(source, index), TLanes.Load(source, index + TLanes.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in FloatView destination, long index, Pair<TVector> value)
    {
        TLanes.Store(destination, index, value.First);
        TLanes.Store(destination, index + TLanes.Count, value.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNaN(Pair<TVector> a, Pair<TVector> b) => TLanes.AnyNaN(a.First, a.Second) | TLanes.AnyNaN(b.First, b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Load(float* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Pair<TVector> value)
    {
        TLanes.Store(destination, value.First);
        TLanes.Store(destination + TLanes.Count, value.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(float* destination, Pair<TVector> value)
    {
        TLanes.StoreStreaming(destination, value.First);
        TLanes.StoreStreaming(destination + TLanes.Count, value.Second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Add(Pair<TVector> a, Pair<TVector> b) => new(TLanes.Add(a.First, b.First), TLanes.Add(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Subtract(Pair<TVector> a, Pair<TVector> b) => new(TLanes.Subtract(a.First, b.First), TLanes.Subtract(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Multiply(Pair<TVector> a, Pair<TVector> b) => new(TLanes.Multiply(a.First, b.First), TLanes.Multiply(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Divide(Pair<TVector> a, Pair<TVector> b) => new(TLanes.Divide(a.First, b.First), TLanes.Divide(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ScaleBinary(Pair<TVector> a, Pair<TVector> n, Pair<TVector> bits) => new(TLanes.ScaleBinary(a.First, n.First, bits.First), TLanes.ScaleBinary(a.Second, n.Second, bits.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ScaleNormal(Pair<TVector> a, Pair<TVector> n, Pair<TVector> bits) => new(TLanes.ScaleNormal(a.First, n.First, bits.First), TLanes.ScaleNormal(a.Second, n.Second, bits.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> NegatedAtMost(Pair<TVector> a, float bound) => new(TLanes.NegatedAtMost(a.First, bound), TLanes.NegatedAtMost(a.Second, bound));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Pair<TVector> Small, Pair<TVector> Large) TanhPolynomials(Pair<TVector> twice, Pair<TVector> x, Pair<TVector> n) => ExactMath.TanhPolynomialsOfTwo<PairLanes<TLanes, TVector>, Pair<TVector>>(twice, x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AtLeast(Pair<TVector> bound, Pair<TVector> a) => new(TLanes.AtLeast(bound.First, a.First), TLanes.AtLeast(bound.Second, a.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AtMost(Pair<TVector> bound, Pair<TVector> a) => new(TLanes.AtMost(bound.First, a.First), TLanes.AtMost(bound.Second, a.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AddBits(Pair<TVector> a, Pair<TVector> b) => new(TLanes.AddBits(a.First, b.First), TLanes.AddBits(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SubtractBits(Pair<TVector> a, Pair<TVector> b) => new(TLanes.SubtractBits(a.First, b.First), TLanes.SubtractBits(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AndBits(Pair<TVector> a, Pair<TVector> b) => new(TLanes.AndBits(a.First, b.First), TLanes.AndBits(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> OrBits(Pair<TVector> a, Pair<TVector> b) => new(TLanes.OrBits(a.First, b.First), TLanes.OrBits(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> XorBits(Pair<TVector> a, Pair<TVector> b) => new(TLanes.XorBits(a.First, b.First), TLanes.XorBits(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Fma(Pair<TVector> a, Pair<TVector> b, Pair<TVector> c) => new(TLanes.Fma(a.First, b.First, c.First), TLanes.Fma(a.Second, b.Second, c.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Sqrt(Pair<TVector> a) => new(TLanes.Sqrt(a.First), TLanes.Sqrt(a.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> CopySign(Pair<TVector> magnitude, Pair<TVector> sign) => new(TLanes.CopySign(magnitude.First, sign.First), TLanes.CopySign(magnitude.Second, sign.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftLeftBits(Pair<TVector> a, int count) => new(TLanes.ShiftLeftBits(a.First, count), TLanes.ShiftLeftBits(a.Second, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftRightBits(Pair<TVector> a, int count) => new(TLanes.ShiftRightBits(a.First, count), TLanes.ShiftRightBits(a.Second, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SelectLess(Pair<TVector> a, Pair<TVector> b, Pair<TVector> x, Pair<TVector> y) => new(TLanes.SelectLess(a.First, b.First, x.First, y.First), TLanes.SelectLess(a.Second, b.Second, x.Second, y.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SelectEqual(Pair<TVector> a, Pair<TVector> b, Pair<TVector> x, Pair<TVector> y) => new(TLanes.SelectEqual(a.First, b.First, x.First, y.First), TLanes.SelectEqual(a.Second, b.Second, x.Second, y.Second));

    /// <inheritdoc/>
    /// <remarks>One look at both: where there is no NaN, which is nearly always, a comparison and a branch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SelectNaN(Pair<TVector> a, Pair<TVector> x, Pair<TVector> y)
        => TLanes.AnyNaN(a.First, a.Second) ? new(TLanes.SelectNaN(a.First, x.First, y.First), TLanes.SelectNaN(a.Second, x.Second, y.Second)) : y;
}
