using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The host's SIMD widths, for tests that go through all that this machine has.</summary>
internal static class HostSimdWidths
{
    public static TheoryData<int> All => [128, 256, 512];

    /// <summary>Runs a check with registers of that many bits, or ends the test as not run.</summary>
    public static void Run(int bits, Action check)
    {
        int widest = HostSimd.Bits;
        if (bits > HostSimd.Widest)
            Assert.Skip($"not run: this machine has no {bits}-bit registers with a fused multiply-add");
        try
        {
            HostSimd.Bits = bits;
            check();
        }
        finally
        {
            HostSimd.Bits = widest;
        }
    }
}
