using System.Runtime.Intrinsics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The fused multiply-add without an instruction equals the framework's.</summary>
public sealed class SoftwareFmaTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void Invoke_OfRandomPatterns_EqualsTheFramework()
        => AssertFma(TestInputs.Random(21, Count), TestInputs.Random(22, Count), TestInputs.Random(23, Count));

    [Fact]
    public void Invoke_OfSpecialValues_EqualsTheFramework()
    {
        float[] special = TestInputs.Special;
        foreach (float c in special)
        {
            float[] a = [.. special.SelectMany(first => special.Select(_ => first))];
            float[] b = [.. special.SelectMany(_ => special)];
            AssertFma(a, b, [.. a.Select(_ => c)]);
        }
    }

    [Fact]
    public void Invoke_WithCancellation_EqualsTheFramework()
    {
        // c within a few units of −a·b: the result is what the product's rounding lost.
        float[] a = Ordinary(24);
        float[] b = Ordinary(25);
        float[] c = [.. a.Zip(b, (x, y) => -(x * y)).Select((value, i) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) + (uint)((i % 7) - 3)))];
        AssertFma(a, b, c);
    }

    [Fact]
    public void Invoke_NearHalfWay_EqualsTheFramework()
    {
        // a · b = 1 + 2⁻²⁴ or next to it, plus or minus something far below binary64's last place: rounded twice it goes wrong.
        var a = new float[Count];
        var b = new float[Count];
        var c = new float[Count];
        float[] random = TestInputs.Random(26, Count);
        for (int i = 0; i < Count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(random[i]);
            // (2ᵏ + 1)(2^(24 − k) + …) products have a half-way tail where the low bits of the significands multiply to 2⁻²⁴ of the top.
            a[i] = 1f + MathF.ScaleB(1 + (bits & 3), -(int)(bits >> 2 & 15) - 8);
            b[i] = MathF.ScaleB(1, -24 + (int)(bits >> 6 & 1));
            c[i] = ((bits & 0x80) != 0 ? 1 : -1) * MathF.ScaleB(1 + ((bits >> 8 & 0xFF) / 256f), (int)(bits >> 16 & 1));
            if ((bits & 0x20000) != 0)
                (a[i], b[i], c[i]) = (1f + MathF.ScaleB(1, -12), 1f + MathF.ScaleB(1, -12), ((bits & 0x80) != 0 ? 1 : -1) * MathF.ScaleB(1 + (bits >> 20 & 7), -30 - (int)(bits >> 23 & 127)));
        }
        AssertFma(a, b, c);
        int twiceWrong = Enumerable.Range(0, Count).Count(i => (float)((double)a[i] * b[i] + c[i]) != MathF.FusedMultiplyAdd(a[i], b[i], c[i]));
        Assert.True(twiceWrong > 1000, $"Only {twiceWrong} of the inputs need the care that is tested here.");
    }

    [Fact]
    public void Invoke_WithSubnormalResults_EqualsTheFramework()
    {
        float[] a = Scaled(Ordinary(27), -70);
        float[] b = Scaled(Ordinary(28), -66);
        float[] c = [.. TestInputs.Random(29, Count).Select((value, i) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & (i % 2 == 0 ? 0x80FFFFFFu : 0x800000FFu)))];
        AssertFma(a, b, c);
        int subnormal = Enumerable.Range(0, Count).Count(i => float.IsSubnormal(MathF.FusedMultiplyAdd(a[i], b[i], c[i])));
        Assert.True(subnormal > Count / 4, $"Only {subnormal} of {Count} results are subnormal.");
    }

    private static float[] Ordinary(int seed)
        => [.. TestInputs.Random(seed, Count).Select(value => UniformDraw.MinusOneToOne(BitConverter.SingleToUInt32Bits(value)) * 3)];

    private static float[] Scaled(float[] values, int exponent) => [.. values.Select(value => MathF.ScaleB(value, exponent))];

    private static void AssertFma(float[] a, float[] b, float[] c)
    {
        for (int i = 0; i < a.Length; i++)
        {
            float expected = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
            Check("scalar", i, expected, SoftwareFma.Invoke(a[i], b[i], c[i]));
        }
        for (int i = 0; i + 4 <= a.Length; i += 4)
        {
            Vector128<float> actual = SoftwareFma.Invoke(Vector128.Create(a, i), Vector128.Create(b, i), Vector128.Create(c, i));
            for (int lane = 0; lane < 4; lane++)
                Check("Vector128", i + lane, MathF.FusedMultiplyAdd(a[i + lane], b[i + lane], c[i + lane]), actual[lane]);
        }

        void Check(string form, int i, float expected, float actual)
        {
            if (!Bits.Same(expected, actual))
                Assert.Fail($"{form} fma of {Bits.Show(a[i])}, {Bits.Show(b[i])}, {Bits.Show(c[i])}: expected {Bits.Show(expected)}, found {Bits.Show(actual)}.");
        }
    }
}
