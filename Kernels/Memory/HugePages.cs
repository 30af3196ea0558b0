using System.Runtime.InteropServices;

namespace NeuralGpu.Kernels;

/// <summary>Pages of 2 MB for large memory on Linux, where they are to be asked for: one page fault and one entry of the address cache instead of 512 of each.</summary>
public static unsafe partial class HugePages
{
    /// <summary>The size of a page on x86-64, and on ARM with small pages of 4 KB.</summary>
    public const nuint Bytes = 2 << 20;

    // Less than this many bytes stays in the caches whatever pages it is in.
    private const nuint LeastBytes = 1 << 16;

    private const int MadviseHugePage = 14;

    /// <summary>Asks for huge pages wherever whole ones fit into this memory. It is a wish: where the system has none, small pages do the same work.</summary>
    public static void Ask(void* address, nuint bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes < Bytes)
            return;
        nuint page = (nuint)Environment.SystemPageSize;
        nuint first = ((nuint)address + page - 1) / page * page;
        nuint end = ((nuint)address + bytes) / page * page;
        if (end > first)
            _ = Madvise((void*)first, end - first, MadviseHugePage);
    }

    /// <summary>Memory in huge pages of its own from 64 KB on, as large as whole ones; less is allocated as usual. Freed by <see cref="NativeMemory.AlignedFree"/>.</summary>
    /// <param name="bytes">How much is wanted; then how much there is.</param>
    /// <param name="alignment">What the address is a multiple of, at least.</param>
    internal static void* Allocate(ref nuint bytes, nuint alignment)
    {
        if (!OperatingSystem.IsLinux() || bytes < LeastBytes)
            return NativeMemory.AlignedAlloc(bytes, alignment);
        bytes = checked((bytes + Bytes - 1) / Bytes * Bytes);
        void* memory = NativeMemory.AlignedAlloc(bytes, Bytes);
        Ask(memory, bytes);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
