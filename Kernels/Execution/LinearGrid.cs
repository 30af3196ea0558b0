using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>A launch of one thread an index, in one dimension. ILGPU's own implicit grouping takes 32-bit counts only.</summary>
internal static class LinearGrid
{
    private const int GroupSize = 256;

    /// <summary>The launch for so many indices.</summary>
    public static KernelConfig For(Accelerator accelerator, long count)
    {
        int size = Math.Min(GroupSize, accelerator.MaxNumThreadsPerGroup);
        return new KernelConfig(new Index3D(checked((int)((count + size - 1) / size)), 1, 1), new Index3D(size, 1, 1));
    }

    /// <summary>The calling thread's index, in a kernel.</summary>
    public static long Index
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
    }
}
