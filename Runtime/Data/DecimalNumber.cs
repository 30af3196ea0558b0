using System.Numerics;

namespace NeuralGpu;

/// <summary>Reads the usual decimal numbers as binary64, rounded to nearest even, several times as fast as <see cref="double.Parse(string)"/>; it leaves the unusual ones to that.</summary>
/// <remarks>Lemire, "Number parsing at a gigabyte per second" (2021): the digits as one 64-bit number, times a 128-bit approximation of the power of five, whose error never reaches the rounding (Mushtak and Lemire, "Fast number parsing without fallback", 2023).</remarks>
internal static class DecimalNumber
{
    // 64 bits hold every number of 19 digits.
    private const int MostDigits = 19;

    // Exponents of ten beyond these are not usual, and the tables stay small.
    private const int LeastPower = -80;
    private const int LargestPower = 60;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    // The three bits below the mantissa decide how it is rounded.
    private const int ShiftToMantissa = 64 - MantissaBits - 3;

    private static readonly ulong[] PowersHigh = new ulong[LargestPower - LeastPower + 1];
    private static readonly ulong[] PowersLow = new ulong[LargestPower - LeastPower + 1];

    static DecimalNumber()
    {
        for (int power = LeastPower; power <= LargestPower; power++)
        {
            UInt128 bits = LeadingBitsOfPowerOfFive(power);
            PowersHigh[power - LeastPower] = (ulong)(bits >> 64);
            PowersLow[power - LeastPower] = (ulong)bits;
        }
    }

    /// <summary>Reads a number of the form −12.34e5, of at most 19 digits after its leading zeros.</summary>
    /// <param name="text">ASCII.</param>
    /// <param name="value">The nearest binary64 number.</param>
    /// <returns>Whether it could; if not, the text may still be a number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int at = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative)
            at++;
        ulong digits = 0;
        int start = at;
        int first = at = SkipZeros(text, at);
        at = ReadDigits(text, at, ref digits);
        int count = at - first;
        bool isNumber = at > start;
        int power = 0;
        if (at < text.Length && text[at] == '.')
        {
            int point = at + 1;
            first = at = digits == 0 ? SkipZeros(text, point) : point;
            at = ReadDigits(text, at, ref digits);
            count += at - first;
            power = point - at;
            isNumber |= at > point;
        }
        // More digits may have wrapped around.
        if (!isNumber || count > MostDigits)
            return false;
        if (at < text.Length && !TryReadExponent(text[at..], ref power))
            return false;
        if (!TryScale(digits, power, out double magnitude))
            return false;
        value = isNegative ? -magnitude : magnitude;
        return true;
    }

    // Zeros before the first other digit need no place among the 19.
    private static int SkipZeros(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] == '0')
            at++;
        return at;
    }

    private static int ReadDigits(ReadOnlySpan<byte> text, int at, ref ulong digits)
    {
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
            digits = (digits * 10) + (uint)(text[at] - '0');
        return at;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int power)
    {
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        int at = 1;
        bool isNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            at++;
        ulong exponent = 0;
        int end = ReadDigits(text, at, ref exponent);
        if (end == at || end < text.Length || end - at > 4)
            return false;
        power += isNegative ? -(int)exponent : (int)exponent;
        return true;
    }

    /// <summary>digits · 10ᵖᵒʷᵉʳ, rounded once.</summary>
    private static bool TryScale(ulong digits, int power, out double value)
    {
        value = 0;
        if (digits == 0)
            return true;
        if (power is < LeastPower or > LargestPower)
            return false;
        int zeros = BitOperations.LeadingZeroCount(digits);
        digits <<= zeros;
        ulong high = Math.BigMul(digits, PowersHigh[power - LeastPower], out ulong low);
        // Only then can the power's lower half reach the bits that count.
        const ulong RoundingMask = ulong.MaxValue >> (MantissaBits + 3);
        if ((high & RoundingMask) == RoundingMask)
        {
            ulong carried = Math.BigMul(digits, PowersLow[power - LeastPower], out _);
            low += carried;
            if (low < carried)
                high++;
        }
        int top = (int)(high >> 63);
        int shift = top + ShiftToMantissa;
        ulong mantissa = high >> shift;
        // ⌊power · log₂ 10⌋, and where the product's leading bit stands.
        int exponent = ((217706 * power) >> 16) + 63 + top - zeros + ExponentBias;
        // Half way between two numbers, which only short powers of five allow: to the even one.
        if (low <= 1 && power is >= -4 and <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
            mantissa &= ~1ul;
        mantissa = (mantissa + (mantissa & 1)) >> 1;
        if (mantissa >> (MantissaBits + 1) != 0)
        {
            mantissa >>= 1;
            exponent++;
        }
        value = BitConverter.UInt64BitsToDouble((mantissa & ((1ul << MantissaBits) - 1)) | ((ulong)exponent << MantissaBits));
        return true;
    }

    // 5ᵖ or 1/5⁻ᵖ, its first 128 bits: cut off for p ≥ 0, and for p < 0 rounded up, as the proof asks for.
    private static UInt128 LeadingBitsOfPowerOfFive(int power)
    {
        var five = BigInteger.Pow(5, Math.Abs(power));
        int bits = (int)five.GetBitLength();
        if (power >= 0)
            return (UInt128)(bits <= 128 ? five << (128 - bits) : five >> (bits - 128));
        return (UInt128)((BigInteger.One << (bits + 127)) / five) + 1;
    }
}
