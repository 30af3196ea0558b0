using System.Runtime.InteropServices;

namespace NeuralGpu.Kernels;

/// <summary>Aligned host memory that grows to the largest request and is then reused.</summary>
internal sealed unsafe class ScratchMemory : IDisposable
{
    private const nuint Alignment = 4096;

    private float* memory;
    private long capacity;

    ~ScratchMemory() => Free();

    /// <summary>At least that many floats, with undefined contents; the last request's memory may be gone.</summary>
    public float* Floats(long count)
    {
        if (count > capacity)
        {
            Free();
            nuint bytes = checked((nuint)count * sizeof(float));
            memory = (float*)HugePages.Allocate(ref bytes, Alignment);
            capacity = (long)(bytes / sizeof(float));
        }
        return memory;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
        capacity = 0;
    }
}
