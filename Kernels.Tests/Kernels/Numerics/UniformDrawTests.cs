using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public sealed class UniformDrawTests
{
    [Theory]
    [InlineData(0u, -1f)]
    [InlineData(0xFFu, -1f)]
    [InlineData(0x100u, -0.99999988f)]
    [InlineData(0x80000000u, 0f)]
    [InlineData(0x7FFFFFFFu, -1.1920929e-7f)]
    [InlineData(0xFFFFFFFFu, 0.99999988f)]
    public void MinusOneToOne_OfKnownBits_IsTheMultipleOfTwoToTheMinus23(uint bits, float expected)
        => Assert.Equal(expected, UniformDraw.MinusOneToOne(bits));

    [Fact]
    public void MinusOneToOne_OfEveryPattern_IsExactAndInRange()
    {
        for (uint high = 0; high < 1u << 24; high++)
        {
            float value = UniformDraw.MinusOneToOne(high << 8);
            if ((double)value != (high / 8388608.0) - 1 || value < -1 || value >= 1)
                Assert.Fail($"0x{high << 8:X8} gives {Bits.Show(value)}, not {(high / 8388608.0) - 1}.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Below_AtTheEndsOfItsInput_GivesTheEndsOfItsRange(int count)
    {
        Assert.Equal(0, UniformDraw.Below(0, count));
        Assert.Equal(count - 1, UniformDraw.Below(uint.MaxValue, count));
    }

    [Fact]
    public void Below_OfEvenlySpreadBits_GivesEveryNumberItsShare()
    {
        const int Count = 12;
        const int Draws = 1 << 16;
        var shares = new int[Count];
        for (uint i = 0; i < Draws; i++)
            shares[UniformDraw.Below(i << 16, Count)]++;
        Assert.All(shares, share => Assert.InRange(share, Draws / Count, (Draws / Count) + 1));
    }
}
