using System.Runtime.InteropServices;
using ILGPU.Runtime;

namespace NeuralGpu;

/// <summary>Host memory from which a device copies by itself while both go on: page-locked where the device's memory is not the host's.</summary>
internal sealed unsafe class HostBuffer<T> : IDisposable
    where T : unmanaged
{
    // Whole pages of its own: a page may be locked only once.
    private const nuint PageBytes = 4096;

    private readonly T* memory;
    private readonly int count;
    private readonly PageLockScope<T> locked;
    private readonly Action released;
    private bool disposed;

    /// <summary>Allocates memory, not cleared.</summary>
    /// <param name="accelerator">Who copies from it.</param>
    /// <param name="count">Elements, at least one.</param>
    /// <param name="released">Called when it is freed.</param>
    public HostBuffer(Accelerator accelerator, int count, Action released)
    {
        this.count = count;
        this.released = released;
        nuint bytes = (nuint)count * (nuint)sizeof(T);
        memory = (T*)NativeMemory.AlignedAlloc((bytes + PageBytes - 1) / PageBytes * PageBytes, PageBytes);
        try
        {
            locked = accelerator.CreatePageLockFromPinned<T>((nint)memory, count);
        }
        catch
        {
            NativeMemory.AlignedFree(memory);
            throw;
        }
    }

    /// <summary>The elements.</summary>
    public Span<T> Elements
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return new Span<T>(memory, count);
        }
    }

    /// <summary>Queues a copy of all elements to as many on the device; they must stay as they are until it is done.</summary>
    public void CopyTo(DeviceBuffer<T> destination, AcceleratorStream stream) => destination.Elements.SubView(0, count).CopyFromPageLockedAsync(stream, locked);

    /// <summary>Frees the memory; copies from it must be done.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        locked.Dispose();
        NativeMemory.AlignedFree(memory);
        released();
    }
}
