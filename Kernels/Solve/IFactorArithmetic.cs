namespace NeuralGpu.Kernels;

/// <summary>What a factor's operations need of a number, in kernels and on the host: each is a fixed sequence of rounded operations.</summary>
/// <typeparam name="TNumber">float, double or <see cref="DoubleDouble"/>.</typeparam>
internal interface IFactorArithmetic<TNumber>
    where TNumber : unmanaged
{
    /// <summary>a + b.</summary>
    static abstract TNumber Add(TNumber a, TNumber b);

    /// <summary>a − b.</summary>
    static abstract TNumber Subtract(TNumber a, TNumber b);

    /// <summary>a · b + c.</summary>
    static abstract TNumber MultiplyAdd(TNumber a, TNumber b, TNumber c);

    /// <summary>a / b.</summary>
    static abstract TNumber Divide(TNumber a, TNumber b);

    /// <summary>√a, for a &gt; 0.</summary>
    static abstract TNumber Sqrt(TNumber a);

    /// <summary>A part of a number, as far as <see cref="IsLess"/> looks at it.</summary>
    static abstract TNumber Bound(TNumber part, TNumber whole);

    /// <summary>Whether a &lt; b, of double-doubles by their high parts; not when either is NaN.</summary>
    static abstract bool IsLess(TNumber a, TNumber b);

    /// <summary>Whether a is zero.</summary>
    static abstract bool IsZero(TNumber a);
}
