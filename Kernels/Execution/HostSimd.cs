using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>Which SIMD width host bodies use.</summary>
public static class HostSimd
{
    /// <summary>Widest registers, in bits, that this machine has together with a fused multiply-add: 512, 256 or 128.</summary>
    public static int Bits { get; internal set; } = Widest;

    /// <summary>The width in use, in words: what a device list shows.</summary>
    public static string Description => Bits switch
    {
        512 => "AVX-512",
        256 => "AVX2",
        _ when System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported => "NEON",
        _ => Ieee.HasHostFma ? "128-bit SIMD" : "128-bit SIMD, software fma",
    };

    /// <summary>The instruction sets that host bodies ask for and find, by name.</summary>
    public static string InstructionSets => string.Join(' ', new (string Name, bool IsThere)[]
    {
        ("SSE", Sse.IsSupported),
        ("AVX", Avx.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512DQ", Avx512DQ.IsSupported),
        ("NEON", System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported),
    }.Where(set => set.IsThere).Select(set => set.Name));

    /// <summary>Makes what this thread has written past the caches visible before what it writes next.</summary>
    internal static void FinishStreaming()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
        else
            Thread.MemoryBarrier();
    }

    internal static int Widest
    {
        get
        {
            if (!Ieee.HasHostFma)
                return 128;
            if (Vector512.IsHardwareAccelerated)
                return 512;
            return Vector256.IsHardwareAccelerated ? 256 : 128;
        }
    }
}
