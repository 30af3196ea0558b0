using System.Globalization;
using System.Numerics;
using System.Text;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class DecimalNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("0.0e0")]
    [InlineData("1")]
    [InlineData("-1.5")]
    [InlineData(".5")]
    [InlineData("7.")]
    [InlineData("1e60")]
    [InlineData("1E+22")]
    [InlineData("123456789012345678e-80")]
    [InlineData("9999999999999999999")]
    [InlineData("9007199254740993")] // 2^53 + 1, half way
    [InlineData("9007199254740995")]
    [InlineData("9007199254740993.0")]
    [InlineData("0.30000000000000004")]
    [InlineData("0.1")]
    [InlineData("00000000000000000000000.1")]
    [InlineData("0.00000000000000000000000012345678901234567")]
    [InlineData("000")]
    [InlineData("-.0")]
    [InlineData("2.2250738585072014e-55")]
    [InlineData("8.5000000000000000000e0", false)]
    public void TryParse_Number_HasTheBitsOfTheNearestBinary64(string text, bool isUsual = true)
    {
        Assert.Equal(isUsual, DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out double value));
        if (isUsual)
            AssertSame(text, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("e5")]
    [InlineData("1e5 ")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("nan")]
    [InlineData("1e61")]
    [InlineData("1e-81")]
    [InlineData("1e99999999999")]
    [InlineData("12345678901234567890")]
    [InlineData("٣")]
    public void TryParse_AnythingElse_IsLeftToOthers(string text) => Assert.False(DecimalNumber.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_RandomDigitsAndPowers_AgreesWithTheRuntime()
    {
        var random = new Random(1);
        for (int i = 0; i < 300_000; i++)
        {
            string digits = random.NextInt64(1_000_000_000_000_000_000, long.MaxValue).ToString(CultureInfo.InvariantCulture)[..random.Next(1, 19)];
            string text = (i % 4) switch
            {
                0 => $"{digits}e{random.Next(-80, 61).ToString(CultureInfo.InvariantCulture)}",
                1 => (random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture),
                2 => digits.Insert(random.Next(digits.Length), "."),
                _ => BitConverter.UInt64BitsToDouble(((ulong)random.Next(1023 - 180, 1023 + 180) << 52) | ((ulong)random.NextInt64() >> 11)).ToString("E16", CultureInfo.InvariantCulture),
            };
            if (DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out double value))
                AssertSame(text, value);
            else
                Assert.Contains('E', text);
        }
    }

    // m + 1/2 units in the last place, in as many digits as it takes, for every power of two where they are at most 19.
    [Fact]
    public void TryParse_HalfWay_RoundsToEven()
    {
        var random = new Random(2);
        int exact = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int places = random.Next(0, 5);
            ulong odd = ((1ul << 53) | (ulong)random.NextInt64(1L << 53)) | 1; // 54 bits: half way between two numbers of 53
            BigInteger scaled = odd * BigInteger.Pow(5, places); // odd / 2^places = odd · 5^places / 10^places
            string text = scaled.ToString(CultureInfo.InvariantCulture);
            if (text.Length > 19)
                continue;
            text = $"{text}e-{places.ToString(CultureInfo.InvariantCulture)}";
            Assert.True(DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out double value));
            AssertSame(text, value);
            exact++;
        }
        Assert.InRange(exact, 10_000, 20_000);
    }

    private static void AssertSame(string text, double value)
    {
        double expected = double.Parse(text, CultureInfo.InvariantCulture);
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value), $"{text}: {value:R}, expected {expected:R}");
    }
}
