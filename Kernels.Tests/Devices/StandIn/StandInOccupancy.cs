namespace NeuralGpu.Tests;

/// <summary>How many blocks of a kernel a multiprocessor holds at a time, by the limits of compute capability 8.0 and 9.0.</summary>
/// <remarks>Registers are those that are live at a time, rounded up as the device hands them out; what ptxas makes of them may differ.</remarks>
internal static class StandInOccupancy
{
    /// <summary>Registers of a multiprocessor, and of a block at most.</summary>
    public const int Registers = 64 << 10;

    private const int MostThreads = 2048;
    private const int MostBlocks = 32;
    private const int SystemSharedBytes = 1024;

    /// <summary>Blocks of so many threads and so much dynamic shared memory.</summary>
    public static int Blocks(StandInDevice device, PtxProgram program, int threads, long dynamicSharedBytes)
    {
        int warps = (threads + 31) / 32;
        int registersOfWarp = 32 * RoundUp(Math.Max(LiveRegisters.Most(program), 16), 8);
        long sharedBytes = program.SharedBytes + dynamicSharedBytes + SystemSharedBytes;
        long most = Math.Min(MostBlocks, MostThreads / (32L * warps));
        return (int)Math.Min(most, Math.Min(Registers / (registersOfWarp * warps), device.SharedBytes / sharedBytes));
    }

    /// <summary>The block size that fills a multiprocessor best, the largest of equals.</summary>
    public static int BestThreads(StandInDevice device, PtxProgram program, Func<int, long> dynamicSharedBytes, int limit)
    {
        int most = limit is > 0 and < StandInDevice.MostThreads ? limit : StandInDevice.MostThreads;
        return Enumerable.Range(1, Math.Max(1, most / 32)).Select(warps => 32 * warps).Reverse().MaxBy(threads => threads * Blocks(device, program, threads, dynamicSharedBytes(threads)));
    }

    private static int RoundUp(int number, int multiple) => (number + multiple - 1) / multiple * multiple;
}
