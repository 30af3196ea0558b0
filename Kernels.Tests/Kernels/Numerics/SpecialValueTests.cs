namespace NeuralGpu.Tests;

/// <summary>Values of the functions that are known exactly.</summary>
public sealed class SpecialValueTests
{
    private const float Infinity = float.PositiveInfinity;

    [Theory]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", 88.72284f, float.PositiveInfinity)]
    [InlineData("exp", 1000f, float.PositiveInfinity)]
    [InlineData("exp", Infinity, Infinity)]
    [InlineData("exp", -103.972084f, 0f)]
    [InlineData("exp", -1000f, 0f)]
    [InlineData("exp", -Infinity, 0f)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", 0f, -Infinity)]
    [InlineData("log", Infinity, Infinity)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("log", -float.Epsilon, float.NaN)]
    [InlineData("log", -Infinity, float.NaN)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", 1000f, 1f)]
    [InlineData("sigmoid", Infinity, 1f)]
    [InlineData("sigmoid", -1000f, 0f)]
    [InlineData("sigmoid", -Infinity, 0f)]
    [InlineData("tanh", 0f, 0f)]
    [InlineData("tanh", float.Epsilon, float.Epsilon)]
    [InlineData("tanh", float.MaxValue, 1f)]
    [InlineData("tanh", Infinity, 1f)]
    [InlineData("tanh", -Infinity, -1f)]
    [InlineData("log(1+x) on [0, 1]", 0f, 0f)]
    [InlineData("log(1+x) on [0, 1]", float.Epsilon, float.Epsilon)]
    [InlineData("log(1+x) on [0, 1]", 1e-20f, 1e-20f)]
    [InlineData("1/x", -Infinity, -0f)]
    [InlineData("1/x", float.Epsilon, Infinity)]
    [InlineData("sqrt", -1f, float.NaN)]
    [InlineData("sqrt", Infinity, Infinity)]
    public void Function_OfASpecialValue_IsExact(string name, float x, float expected)
    {
        float actual = Scalar(name, x);
        Assert.True(Bits.Same(expected, actual), $"{name} of {Bits.Show(x)}: expected {Bits.Show(expected)}, found {Bits.Show(actual)}.");
    }

    [Theory]
    [InlineData("exp", 0x3F800000u)]
    [InlineData("log", 0xFF800000u)]
    [InlineData("sigmoid", 0x3F000000u)]
    [InlineData("tanh", 0x80000000u)]
    [InlineData("1/x", 0xFF800000u)]
    [InlineData("sqrt", 0x80000000u)]
    public void Function_OfMinusZero_IsExact(string name, uint expectedBits)
        => Assert.Equal(expectedBits, BitConverter.SingleToUInt32Bits(Scalar(name, -0f)));

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("log(1+x) on [0, 1]")]
    [InlineData("sqrt")]
    public void Function_OfNaN_IsNaN(string name)
        => Assert.All([0x7F800001u, 0x7FC00000u, 0x7FFFFFFFu, 0xFF800001u, 0xFFC00000u, 0xFFFFFFFFu], bits => Assert.True(float.IsNaN(Scalar(name, BitConverter.UInt32BitsToSingle(bits)))));

    [Fact]
    public void Tanh_OverStridedPatterns_IsOdd()
    {
        foreach (float[] x in TestInputs.Walk(0, 0x7F800000u, TestInputs.Stride))
        {
            float[] negated = [.. x.Select(value => -value)];
            float[] expected = [.. Run("tanh", x).Select(value => -value)];
            Bits.AssertSame("tanh", negated, negated, expected, Run("tanh", negated));
        }
    }

    [Theory]
    [InlineData("exp", 0f, float.PositiveInfinity)]
    [InlineData("sigmoid", 0f, 1f)]
    [InlineData("tanh", -1f, 1f)]
    public void Function_OverStridedPatterns_StaysInItsRange(string name, float lowest, float highest)
    {
        foreach (float[] x in TestInputs.Walk(0, uint.MaxValue, TestInputs.Stride))
            Assert.DoesNotContain(Run(name, x), result => result < lowest || result > highest);
    }

    [Theory]
    [InlineData("sigmoid", 0x41851592u, 0x7F800000u, 1f)]
    [InlineData("tanh", 0x41102CB4u, 0x7F800000u, 1f)]
    [InlineData("exp", 0xC2CFF1B5u, 0xFF800000u, 0f)]
    [InlineData("exp", 0x42B17218u, 0x7F800000u, float.PositiveInfinity)]
    public void Function_BeyondItsSaturation_StaysThere(string name, uint first, uint last, float expected)
    {
        foreach (float[] x in TestInputs.Walk(first, last, 257))
        {
            float[] results = Run(name, x);
            int wrong = Array.FindIndex(results, result => !Bits.Same(result, expected));
            Assert.True(wrong < 0, wrong < 0 ? "" : $"{name} of {Bits.Show(x[wrong])}: expected {Bits.Show(expected)}, found {Bits.Show(results[wrong])}.");
        }
    }

    private static float Scalar(string name, float x) => Run(name, [x])[0];

    private static float[] Run(string name, float[] x)
    {
        var results = new float[x.Length];
        ExactFunction.Named(name).Scalar(x, x, results);
        return results;
    }
}
