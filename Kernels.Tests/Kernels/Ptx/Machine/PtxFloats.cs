namespace NeuralGpu.Tests;

/// <summary>PTX's floating-point arithmetic that is rounded to nearest even by name, or exact. What is approximate, flushes subnormals or leaves the rounding to ptxas has no function here.</summary>
internal static class PtxFloats
{
    /// <summary>The function of an instruction, <c>fma.rn</c> and <c>f32</c>; null when there is none.</summary>
    public static PtxFunction? Find(string operation, string type) => type switch
    {
        "f32" => Single(operation),
        "f64" => Double(operation),
        _ => null,
    };

    public static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    public static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    public static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    public static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    private static PtxFunction? Single(string operation) => operation switch
    {
        "add.rn" => (a, b, _) => Bits(Single(a) + Single(b)),
        "sub.rn" => (a, b, _) => Bits(Single(a) - Single(b)),
        "mul.rn" => (a, b, _) => Bits(Single(a) * Single(b)),
        "fma.rn" => (a, b, c) => Bits(MathF.FusedMultiplyAdd(Single(a), Single(b), Single(c))),
        "div.rn" => (a, b, _) => Bits(Single(a) / Single(b)),
        "sqrt.rn" => (a, _, _) => Bits(MathF.Sqrt(Single(a))),
        "neg" => (a, _, _) => (uint)a ^ 0x8000_0000u,
        "abs" => (a, _, _) => (uint)a & 0x7FFF_FFFFu,
        // The number when the other is a NaN; −0 is less than +0.
        "min" => (a, b, _) => Bits(float.MinNumber(Single(a), Single(b))),
        "max" => (a, b, _) => Bits(float.MaxNumber(Single(a), Single(b))),
        _ => null,
    };

    private static PtxFunction? Double(string operation) => operation switch
    {
        "add.rn" => (a, b, _) => Bits(Double(a) + Double(b)),
        "sub.rn" => (a, b, _) => Bits(Double(a) - Double(b)),
        "mul.rn" => (a, b, _) => Bits(Double(a) * Double(b)),
        "fma.rn" => (a, b, c) => Bits(Math.FusedMultiplyAdd(Double(a), Double(b), Double(c))),
        "div.rn" => (a, b, _) => Bits(Double(a) / Double(b)),
        "sqrt.rn" => (a, _, _) => Bits(Math.Sqrt(Double(a))),
        "neg" => (a, _, _) => a ^ (1ul << 63),
        "abs" => (a, _, _) => a & ~(1ul << 63),
        "min" => (a, b, _) => Bits(double.MinNumber(Double(a), Double(b))),
        "max" => (a, b, _) => Bits(double.MaxNumber(Double(a), Double(b))),
        _ => null,
    };
}
