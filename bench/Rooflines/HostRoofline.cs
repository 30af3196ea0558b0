using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Measures the roofline of the host.</summary>
internal static unsafe class HostRoofline
{
    private const int Rounds = 9;

    // Ten chains hide a latency of five cycles at two operations a cycle, and fit the 16 registers of AVX2.
    private const int Chains = 10;

    private const int Steps = 4_000_000;

    private const long CopyBytes = 256L << 20;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Both, of the threads of a team: the best of several rounds, since other work can only make a round slower.</summary>
    public static Roofline Measure(Workers workers)
    {
        // Cores that slept need a while to get their speed back.
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < WarmUpTime)
            Flops(workers);
        double flops = 0;
        double bandwidth = 0;
        for (int round = 0; round < Rounds; round++)
            flops = Math.Max(flops, Flops(workers));
        byte* from = Allocate();
        byte* to = Allocate();
        long each = CopyBytes / workers.Count;
        for (int round = 0; round < Rounds; round++)
        {
            double start = Turns.Now();
            workers.Run(workers.Count, (part, _) => Buffer.MemoryCopy(from + (part * each), to + (part * each), each, each));
            bandwidth = Math.Max(bandwidth, 2.0 * each * workers.Count / (Turns.Now() - start));
        }
        NativeMemory.AlignedFree(from);
        NativeMemory.AlignedFree(to);
        return new Roofline(flops, bandwidth);
    }

    /// <summary>Multiply-adds alone, one round of some milliseconds: to be measured in turn with what is compared to it.</summary>
    public static double Flops(Workers workers)
    {
        double start = Turns.Now();
        workers.Run(workers.Count, static (_, _) => Fma());
        return 2.0 * Chains * (HostSimd.Bits / 32) * Steps * workers.Count / (Turns.Now() - start);
    }

    // As the operands of what is measured: in huge pages where the system has them, and touched.
    private static byte* Allocate()
    {
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)CopyBytes, 4096);
        HugePages.Ask(memory, (nuint)CopyBytes);
        NativeMemory.Fill(memory, (nuint)CopyBytes, 1);
        return memory;
    }

    private static void Fma()
    {
        float sum = HostSimd.Bits switch
        {
            512 => Fma<Lanes512, Vector512<float>>(),
            256 => Fma<Lanes256, Vector256<float>>(),
            _ => Fma<Lanes128, Vector128<float>>(),
        };
        // Each chain tends to 1; the check keeps the compiler from leaving the loop out.
        if (!(Math.Abs(sum - Chains) < 0.01f))
            throw new InvalidOperationException($"The chains of multiply-adds add up to {sum}; {Chains} was expected.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Fma<TLanes, TVector>()
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Constant(0.5f);
        TVector c0 = TLanes.Constant(0.1f), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0;
        for (int i = 0; i < Steps; i++)
        {
            c0 = TLanes.Fma(c0, half, half);
            c1 = TLanes.Fma(c1, half, half);
            c2 = TLanes.Fma(c2, half, half);
            c3 = TLanes.Fma(c3, half, half);
            c4 = TLanes.Fma(c4, half, half);
            c5 = TLanes.Fma(c5, half, half);
            c6 = TLanes.Fma(c6, half, half);
            c7 = TLanes.Fma(c7, half, half);
            c8 = TLanes.Fma(c8, half, half);
            c9 = TLanes.Fma(c9, half, half);
        }
        TVector sum = TLanes.Add(TLanes.Add(TLanes.Add(c0, c1), TLanes.Add(c2, c3)), TLanes.Add(TLanes.Add(c4, c5), TLanes.Add(TLanes.Add(c6, c7), TLanes.Add(c8, c9))));
        float* first = stackalloc float[16];
        TLanes.Store(first, sum);
        return first[0];
    }
}
