using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Memory on a device that the library owns.</summary>
/// <param name="memory">What is freed.</param>
/// <param name="elements">The part of it that is used.</param>
/// <param name="released">Called when it is freed.</param>
internal sealed class DeviceBuffer<T>(MemoryBuffer memory, ArrayView1D<T, Stride1D.Dense> elements, Action released) : IDisposable
    where T : unmanaged
{
    /// <summary>All elements, as kernels take them.</summary>
    public ArrayView<T> Elements => elements.BaseView;

    /// <summary>Copies host numbers to the elements from <paramref name="offset"/> on; they have been read when it returns.</summary>
    public void Upload(T[] source, long offset = 0)
    {
        if (source.Length > 0)
            elements.SubView(offset, source.Length).CopyFromCPU(source);
    }

    /// <summary>Copies the first elements of a host array; they have been read when it returns.</summary>
    public unsafe void UploadFirst(T[] source, int count)
    {
        if (count == 0)
            return;
        // ILGPU pins whole arrays, but not what a reference refers to.
        fixed (T* pinned = source)
            elements.SubView(0, count).BaseView.CopyFromCPU(ref *pinned, count);
    }

    /// <summary>The elements themselves on a device whose memory is the host's; empty on another.</summary>
    public Span<T> HostElements => memory.Accelerator is CPUAccelerator ? MemoryMarshal.CreateSpan(ref elements.BaseView[0], checked((int)elements.Length)) : [];

    /// <summary>Copies elements to the host; the work that writes them must be done.</summary>
    public void Download(T[] destination, long offset = 0)
    {
        if (destination.Length > 0)
            elements.SubView(offset, destination.Length).CopyToCPU(destination);
    }

    /// <summary>Copies the first elements to the host; the work that writes them must be done.</summary>
    public unsafe void Download(Span<T> destination)
    {
        if (destination.IsEmpty)
            return;
        // ILGPU pins whole arrays, but not what a reference refers to.
        fixed (T* pinned = destination)
            elements.SubView(0, destination.Length).BaseView.CopyToCPU(ref *pinned, destination.Length);
    }

    /// <summary>Sets every bit to zero.</summary>
    public void Clear() => elements.MemSetToZero();

    /// <summary>Queues a copy to another buffer of the same length on the same device.</summary>
    public void CopyTo(DeviceBuffer<T> other) => elements.CopyTo(other.Elements);

    public void Dispose()
    {
        if (memory.IsDisposed)
            return;
        memory.Dispose();
        released();
    }
}
