using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Division and square root from fma equal the hardware's.</summary>
public sealed class FmaDivisionTests
{
    private const int Pairs = 2_000_000;

    [Fact]
    public void Divide_OfRandomPatterns_EqualsTheHardware()
        => AssertDivides(TestInputs.Random(11, Pairs), TestInputs.Random(12, Pairs));

    [Fact]
    public void Divide_OfSpecialValues_EqualsTheHardware()
    {
        float[] special = TestInputs.Special;
        AssertDivides([.. special.SelectMany(first => special.Select(_ => first))], [.. special.SelectMany(_ => special)]);
    }

    [Fact]
    public void Divide_WithSubnormalQuotients_EqualsTheHardware()
    {
        // Numerators near 2⁻¹²⁶ · 2^(0 … 15) and denominators near 2^(0 … 31): quotients from normal to below the smallest subnormal.
        float[] x = [.. TestInputs.Random(13, Pairs).Select((value, i) => WithExponent(value, (uint)(i & 15)))];
        float[] y = [.. TestInputs.Random(14, Pairs).Select((value, i) => WithExponent(value, 127u + ((uint)(i >> 4) & 31)))];
        AssertDivides(x, y);
        int subnormal = x.Zip(y, (a, b) => a / b).Count(float.IsSubnormal);
        Assert.True(subnormal > Pairs / 4, $"Only {subnormal} of {Pairs} quotients are subnormal.");
    }

    [Fact]
    public void Divide_WithTiesInTheSubnormalRange_EqualsTheHardware()
    {
        // An odd multiple of the smallest subnormal over a power of two is half-way between two subnormals; its neighbours are just beside.
        float[] x = [.. TestInputs.Random(15, Pairs).Select(value => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) & 0x00FFFFFFu) | 1u))];
        float[] y = [.. Enumerable.Range(0, Pairs).Select(i => BitConverter.UInt32BitsToSingle(((127u + (uint)(i % 25)) << 23) + (uint)(i / 25 % 3)))];
        AssertDivides(x, y);
    }

    [Fact]
    public void Divide_WithSignificandsOfManyOnes_EqualsTheHardware()
    {
        // Markstein's difficult cases: significands next to 1 and next to 2.
        float[] x = [.. TestInputs.Random(16, Pairs).Select((value, i) => NearAnEnd(value, (i & 1) != 0))];
        float[] y = [.. TestInputs.Random(17, Pairs).Select((value, i) => NearAnEnd(value, (i & 2) != 0))];
        AssertDivides(x, y);
    }

    [Fact]
    public void Divide_OneByEverySignificand_EqualsTheHardware()
    {
        foreach (float[] y in TestInputs.Walk(0x3F800000u, 0x40000000u, 1))
            AssertDivides([.. y.Select(_ => 1f)], y);
    }

    [Fact]
    public void Sqrt_OverStridedPatterns_EqualsTheHardware()
    {
        foreach (float[] x in TestInputs.Walk(0, uint.MaxValue, TestInputs.Stride))
            AssertRoots(x);
    }

    [Fact]
    public void Sqrt_OfSubnormals_EqualsTheHardware()
    {
        foreach (float[] x in TestInputs.Walk(0, 0x00FFFFFFu, 7))
            AssertRoots(x);
    }

    [Fact]
    public void Sqrt_OfSpecialValues_EqualsTheHardware() => AssertRoots(TestInputs.Special);

    private static void AssertDivides(float[] x, float[] y)
    {
        float[] expected = [.. x.Zip(y, (a, b) => a / b)];
        float[] actual = [.. x.Zip(y, FmaDivision.Divide)];
        Bits.AssertSame("x / y", x, y, expected, actual);
    }

    private static void AssertRoots(float[] x)
    {
        float[] expected = [.. x.Select(MathF.Sqrt)];
        float[] actual = [.. x.Select(FmaDivision.Sqrt)];
        Bits.AssertSame("sqrt", x, x, expected, actual);
    }

    private static float WithExponent(float value, uint biased)
        => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) & 0x807FFFFFu) | (biased << 23));

    private static float NearAnEnd(float value, bool atTheTop)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle(atTheTop ? bits | 0x007FFFF0u : bits & 0xFF80000Fu);
    }
}
