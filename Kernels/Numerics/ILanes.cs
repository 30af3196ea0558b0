namespace NeuralGpu.Kernels;

/// <summary>One or several binary32 numbers that are computed together: a scalar in a kernel, a SIMD register on the host.</summary>
/// <remarks>
/// Every exact function is written once against this interface, so that all its forms do the same operations in the same order.
/// Each arithmetic member rounds once, to nearest even, and keeps subnormals; nothing may be fused, split or reordered.
/// Comparisons with a NaN are false. NaN payloads are outside the contract.
/// </remarks>
/// <typeparam name="TVector">What holds the numbers: <see cref="float"/> or a <c>Vector</c> type.</typeparam>
public interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>How many numbers there are.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TVector Constant(float value);

    /// <summary>The same bit pattern in every lane.</summary>
    static abstract TVector ConstantBits(uint bits);

    /// <summary>Reads <see cref="Count"/> elements from <paramref name="index"/> on.</summary>
    static abstract TVector Load(in FloatView source, long index);

    /// <summary>Writes <see cref="Count"/> elements from <paramref name="index"/> on.</summary>
    static abstract void Store(in FloatView destination, long index, TVector value);

    /// <summary>a + b, rounded once.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b, rounded once.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b, rounded once.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    /// <summary>a / b, rounded once.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>√a, rounded once.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>a · 2ⁿ, rounded once, for a from ½ to 2 and an integer n from −151 to 129.</summary>
    /// <param name="a">The numbers to scale.</param>
    /// <param name="n">The exponents as numbers.</param>
    /// <param name="bits">The same as 32-bit integers, for lanes that have no instruction for it.</param>
    static abstract TVector ScaleBinary(TVector a, TVector n, TVector bits);

    /// <summary>The same where the result is normal, so that it is exact.</summary>
    /// <param name="a">The numbers to scale.</param>
    /// <param name="n">The exponents as numbers.</param>
    /// <param name="bits">The same as integers, of which only the low nine bits matter.</param>
    static abstract TVector ScaleNormal(TVector a, TVector n, TVector bits);

    /// <summary>What <see cref="ExactMath.Tanh"/> is made of: an odd polynomial x + x³p(x²), needed where −1.25 &lt; <paramref name="twice"/>, and eʳ − 1 = r + r²q(r) with r = <paramref name="twice"/> − n ln 2, needed elsewhere.</summary>
    /// <param name="twice">−2|x|, or a bound below −1.25.</param>
    /// <param name="x">The argument.</param>
    /// <param name="n">The integer nearest to <paramref name="twice"/>/ln 2, as a number.</param>
    static abstract (TVector Small, TVector Large) TanhPolynomials(TVector twice, TVector x, TVector n);

    /// <summary>The larger of a number and a bound that is not 0; of a NaN either.</summary>
    static abstract TVector AtLeast(TVector bound, TVector a);

    /// <summary>−min(|a|, bound) for a bound above 0; of a NaN anything.</summary>
    static abstract TVector NegatedAtMost(TVector a, float bound);

    /// <summary>The smaller of a number and a bound that is not 0; of a NaN either.</summary>
    static abstract TVector AtMost(TVector bound, TVector a);

    /// <summary>Sum of the bit patterns as 32-bit integers.</summary>
    static abstract TVector AddBits(TVector a, TVector b);

    /// <summary>Difference of the bit patterns as 32-bit integers.</summary>
    static abstract TVector SubtractBits(TVector a, TVector b);

    /// <summary>Bitwise and.</summary>
    static abstract TVector AndBits(TVector a, TVector b);

    /// <summary>Bitwise or.</summary>
    static abstract TVector OrBits(TVector a, TVector b);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract TVector XorBits(TVector a, TVector b);

    /// <summary>The magnitude of one with the sign of the other, NaN included.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>The bit pattern, shifted left.</summary>
    static abstract TVector ShiftLeftBits(TVector a, int count);

    /// <summary>The bit pattern as a signed integer, shifted right.</summary>
    static abstract TVector ShiftRightBits(TVector a, int count);

    /// <summary>a &lt; b ? x : y, lane by lane.</summary>
    static abstract TVector SelectLess(TVector a, TVector b, TVector x, TVector y);

    /// <summary>a = b ? x : y, lane by lane; −0 equals +0.</summary>
    static abstract TVector SelectEqual(TVector a, TVector b, TVector x, TVector y);

    /// <summary>a is NaN ? x : y, lane by lane, decided on the bits.</summary>
    static abstract TVector SelectNaN(TVector a, TVector x, TVector y);
}
