namespace NeuralGpu.Tests;

/// <summary>PTX's moves, selections and conversions between types and address spaces.</summary>
internal static class PtxConversions
{
    /// <summary>The function of an instruction; null when it is none that is known.</summary>
    public static PtxFunction? Find(string[] parts) => parts switch
    {
        ["mov", "pred" or "b16" or "u16" or "s16" or "b32" or "u32" or "s32" or "f32" or "b64" or "u64" or "s64" or "f64"] => (a, _, _) => a,
        ["selp", "b16" or "u16" or "s16" or "b32" or "u32" or "s32" or "f32" or "b64" or "u64" or "s64" or "f64"] => (a, b, c) => c != 0 ? a : b,
        ["cvta", "global", "u64"] or ["cvta", "to", "global", "u64"] => (a, _, _) => a,
        ["cvta", "shared", "u64"] => (a, _, _) => a + PtxWindows.Shared,
        ["cvta", "to", "shared", "u64"] => (a, _, _) => a - PtxWindows.Shared,
        ["cvta", "local", "u64"] => (a, _, _) => a + PtxWindows.Local,
        ["cvta", "to", "local", "u64"] => (a, _, _) => a - PtxWindows.Local,
        ["cvt", "f64", "f32"] => (a, _, _) => PtxFloats.Bits((double)PtxFloats.Single(a)),
        ["cvt", "rn", "f32", "f64"] => (a, _, _) => PtxFloats.Bits((float)PtxFloats.Double(a)),
        ["cvt", "rn", "f32", "s32"] => (a, _, _) => PtxFloats.Bits((float)(int)a),
        ["cvt", "rn", "f32", "u32"] => (a, _, _) => PtxFloats.Bits((float)(uint)a),
        ["cvt", "rn", "f64", "s32"] => (a, _, _) => PtxFloats.Bits((double)(int)a),
        ["cvt", "rn", "f64", "u32"] => (a, _, _) => PtxFloats.Bits((double)(uint)a),
        ["cvt", _, _] => Integer(parts[1], parts[2]),
        _ => null,
    };

    private static PtxFunction? Integer(string to, string from)
    {
        ulong? mask = to switch
        {
            "u8" or "s8" or "b8" => byte.MaxValue,
            "u16" or "s16" or "b16" => ushort.MaxValue,
            "u32" or "s32" or "b32" => uint.MaxValue,
            "u64" or "s64" or "b64" => ulong.MaxValue,
            _ => null,
        };
        return mask is not { } bits ? null : from switch
        {
            "u8" or "b8" => (a, _, _) => (byte)a & bits,
            "s8" => (a, _, _) => (ulong)(sbyte)a & bits,
            "u16" or "b16" => (a, _, _) => (ushort)a & bits,
            "s16" => (a, _, _) => (ulong)(short)a & bits,
            "u32" or "b32" => (a, _, _) => (uint)a & bits,
            "s32" => (a, _, _) => (ulong)(int)a & bits,
            "u64" or "s64" or "b64" => (a, _, _) => a & bits,
            _ => null,
        };
    }
}
