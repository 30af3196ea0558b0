using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>PTX's integer and bit instructions.</summary>
internal static class PtxIntegers
{
    /// <summary>The function of an instruction, <c>mul.lo</c> and <c>s32</c>; null when there is none.</summary>
    public static PtxFunction? Find(string operation, string type) => type switch
    {
        "s16" => Find<short>(operation, 16),
        "u16" or "b16" => Find<ushort>(operation, 16),
        "s32" => Find<int>(operation, 32),
        "u32" or "b32" => Find<uint>(operation, 32),
        "s64" => Find<long>(operation, 64),
        "u64" or "b64" => Find<ulong>(operation, 64),
        "pred" => Find<byte>(operation, 1),
        _ => null,
    };

    private static PtxFunction? Find<T>(string operation, int width)
        where T : IBinaryInteger<T>
    {
        ulong mask = width == 64 ? ulong.MaxValue : (1ul << width) - 1;
        return operation switch
        {
            "add" => (a, b, _) => Bits(Of(a) + Of(b)),
            "sub" => (a, b, _) => Bits(Of(a) - Of(b)),
            "mul.lo" => (a, b, _) => Bits(Of(a) * Of(b)),
            "mul.hi" => (a, b, _) => High(Of(a), Of(b)),
            "mad.lo" => (a, b, c) => Bits((Of(a) * Of(b)) + Of(c)),
            "mul.wide" when width <= 32 => (a, b, _) => Wide(Of(a), Of(b), 0),
            "mad.wide" when width <= 32 => (a, b, c) => Wide(Of(a), Of(b), c),
            "div" => (a, b, _) => Bits(Of(a) / Of(b)),
            "rem" => (a, b, _) => Bits(Of(a) % Of(b)),
            "min" => (a, b, _) => Bits(T.Min(Of(a), Of(b))),
            "max" => (a, b, _) => Bits(T.Max(Of(a), Of(b))),
            "neg" => (a, _, _) => Bits(T.Zero - Of(a)),
            "abs" => (a, _, _) => Bits(T.IsNegative(Of(a)) ? T.Zero - Of(a) : Of(a)),
            "and" => (a, b, _) => a & b & mask,
            "or" => (a, b, _) => (a | b) & mask,
            "xor" => (a, b, _) => (a ^ b) & mask,
            "not" => (a, _, _) => ~a & mask,
            // The amount is an unsigned 32-bit number; what is wider than the register shifts everything out.
            "shl" => (a, b, _) => (uint)b >= width ? 0 : (a << (int)(uint)b) & mask,
            "shr" => (a, b, _) => Bits((uint)b < width ? Of(a) >> (int)(uint)b : T.IsNegative(Of(a)) ? -T.One : T.Zero),
            _ => null,
        };

        static T Of(ulong bits) => T.CreateTruncating(bits);

        ulong Bits(T value) => ulong.CreateTruncating(value) & mask;

        ulong High(T a, T b) => (ulong)((BigInteger.CreateChecked(a) * BigInteger.CreateChecked(b)) >> width & mask);

        ulong Wide(T a, T b, ulong c) => ((ulong)(long.CreateTruncating(a) * long.CreateTruncating(b)) + c) & (width == 32 ? ulong.MaxValue : uint.MaxValue);
    }
}
