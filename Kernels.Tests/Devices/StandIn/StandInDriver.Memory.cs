using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <content>Memory.</content>
internal sealed unsafe partial class StandInDriver
{
    // Above every address that a process can have on the host, below the interpreter's windows of shared and local memory.
    private const ulong FirstAddress = 1ul << 52;

    private const int PageBytes = 4096;

    private readonly PtxMemory memory = new(FirstAddress);
    private readonly Dictionary<nint, (PtxRegion Region, StandInContext Owner)> allocations = [];
    private readonly Dictionary<nint, (long Bytes, bool IsOwn)> pageLocked = [];

    /// <summary>Pieces of device memory that are allocated now.</summary>
    public int LiveAllocations => allocations.Count;

    public CudaError cuMemAlloc_v2(out nint devicePtr, nint bytesize)
    {
        StandInContext context = Current();
        RequireNoCapture("allocate device memory");
        devicePtr = 0;
        if (bytesize <= 0)
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        if (context.BytesInUse + bytesize > context.Device.MemoryBytes)
            return CudaError.CUDA_ERROR_OUT_OF_MEMORY;
        var data = new byte[bytesize];
        // NaNs as floats and as doubles: who uses what nobody has written shall see it.
        Array.Fill(data, byte.MaxValue);
        PtxRegion region = memory.Add(data);
        devicePtr = (nint)region.Start;
        allocations.Add(devicePtr, (region, context));
        context.BytesInUse += bytesize;
        calls.Add(new DriverCall.Allocate(devicePtr, bytesize));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemFree_v2(nint devicePtr)
    {
        if (devicePtr == 0)
            return CudaError.CUDA_SUCCESS;
        RequireNoCapture("free device memory");
        if (!allocations.TryGetValue(devicePtr, out (PtxRegion Region, StandInContext Owner) allocation))
            throw new StandInMisuse($"Device memory at 0x{devicePtr:X} cannot be freed; it is where {memory.WhatIsAt((ulong)devicePtr)}.");
        // The driver waits before it frees.
        foreach (StandInStream stream in allocation.Owner.Streams.Values)
            Finish(stream);
        Release(devicePtr);
        calls.Add(new DriverCall.Free(devicePtr));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemGetInfo_v2(out nint free, out nint total)
    {
        StandInContext context = Current();
        total = (nint)context.Device.MemoryBytes;
        free = total - (nint)context.BytesInUse;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemAllocHost_v2(out nint devicePtr, nint bytesize)
    {
        RequireNoCapture("allocate page-locked memory");
        devicePtr = (nint)NativeMemory.AlignedAlloc((nuint)bytesize, PageBytes);
        pageLocked.Add(devicePtr, (bytesize, IsOwn: true));
        calls.Add(new DriverCall.PageLock(bytesize));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemFreeHost(nint devicePtr)
    {
        Unlock(devicePtr, isOwn: true);
        NativeMemory.AlignedFree((void*)devicePtr);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemHostRegister_v2(nint hostPtr, nint bytesize, MemHostRegisterFlags flags)
    {
        RequireNoCapture("page-lock memory");
        if (pageLocked.Any(range => hostPtr < range.Key + range.Value.Bytes && range.Key < hostPtr + bytesize))
            throw new StandInMisuse($"{bytesize} bytes at 0x{hostPtr:X} cannot be page-locked: some of them are already.");
        pageLocked.Add(hostPtr, (bytesize, IsOwn: false));
        calls.Add(new DriverCall.PageLock(bytesize));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemHostUnregister(nint hostPtr)
    {
        Unlock(hostPtr, isOwn: false);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemHostGetDevicePointer_v2(out nint devicePtr, nint hostPtr, int flags)
    {
        devicePtr = hostPtr;
        return IsPageLocked(hostPtr, 1) ? CudaError.CUDA_SUCCESS : CudaError.CUDA_ERROR_INVALID_VALUE;
    }

    public CudaError cuPointerGetAttribute(nint targetPtr, int attribute, nint devicePtr)
    {
        const int MemoryType = 2, Host = 1, Device = 2;
        if (attribute != MemoryType)
            throw new StandInMisuse($"Attribute {attribute} of pointers is not imitated.");
        if (!IsDevice(devicePtr) && !IsPageLocked(devicePtr, 1))
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        *(int*)targetPtr = IsDevice(devicePtr) ? Device : Host;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemcpyAsync(nint destination, nint source, nint length, nint stream)
    {
        StandInStream at = StreamOf(stream, "copy");
        if (length == 0)
            return CudaError.CUDA_SUCCESS;
        (bool to, bool from) = (IsDevice(destination), IsDevice(source));
        if (!to && !from)
            throw new StandInMisuse($"{length} bytes cannot be copied from 0x{source:X} to 0x{destination:X}: neither is in device memory.");
        if (to)
            RequireDeviceMemory(destination, length, "A copy would write");
        if (from)
            RequireDeviceMemory(source, length, "A copy would read");
        nint host = to ? source : destination;
        CopyDirection direction = to && from ? CopyDirection.DeviceToDevice : to ? CopyDirection.HostToDevice : CopyDirection.DeviceToHost;
        bool locked = !(to && from) && IsPageLocked(host, length);
        calls.Add(new DriverCall.Copy(direction, length, locked, stream, at.Capture is not null));
        if (to && from)
        {
            Add(at, new StandInWork(() => DeviceBytes(source, length).CopyTo(DeviceBytes(destination, length))));
            return CudaError.CUDA_SUCCESS;
        }
        if (!locked && at.Capture is not null)
            throw new StandInMisuse($"A copy of {length} bytes of pageable memory at 0x{host:X} cannot be captured: when the graph is launched, the memory may be gone. Page-lock it.");
        if (to)
            AddUpload(at, destination, source, length, locked);
        else
            AddDownload(at, destination, source, length, locked);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuMemsetD8Async(nint destinationDevice, byte value, nint length, nint stream)
    {
        StandInStream at = StreamOf(stream, "fill");
        if (length == 0)
            return CudaError.CUDA_SUCCESS;
        RequireDeviceMemory(destinationDevice, length, "A fill would write");
        calls.Add(new DriverCall.Fill(value, length, stream, at.Capture is not null));
        Add(at, new StandInWork(() => DeviceBytes(destinationDevice, length).Fill(value)));
        return CudaError.CUDA_SUCCESS;
    }

    private static bool IsDevice(nint address) => (ulong)address >= FirstAddress;

    private void AddUpload(StandInStream at, nint destination, nint source, nint length, bool locked)
    {
        if (locked)
        {
            Add(at, new StandInWork(() => HostBytes(source, length).CopyTo(DeviceBytes(destination, length))) { Host = (source, length) });
            return;
        }
        byte[] staged = new ReadOnlySpan<byte>((void*)source, (int)length).ToArray();
        Add(at, new StandInWork(() => staged.CopyTo(DeviceBytes(destination, length))));
    }

    private void AddDownload(StandInStream at, nint destination, nint source, nint length, bool locked)
    {
        if (locked)
        {
            Add(at, new StandInWork(() => DeviceBytes(source, length).CopyTo(HostBytes(destination, length))) { Host = (destination, length) });
            return;
        }
        Add(at, new StandInWork(() => DeviceBytes(source, length).CopyTo(new Span<byte>((void*)destination, (int)length))));
        Finish(at);
    }

    private void RequireDeviceMemory(nint address, nint length, string what)
    {
        if (memory.Find((ulong)address, (int)length) is null)
            throw new StandInMisuse($"{what} {length} bytes of device memory at 0x{address:X}, where {memory.WhatIsAt((ulong)address)}.");
    }

    private Span<byte> DeviceBytes(nint address, nint length)
    {
        if (memory.Find((ulong)address, (int)length) is not { } region)
            throw new StandInMisuse($"A copy or fill of a graph reaches {length} bytes of device memory at 0x{address:X}, where {memory.WhatIsAt((ulong)address)}.");
        return region.Data.AsSpan((int)((ulong)address - region.Start), (int)length);
    }

    private Span<byte> HostBytes(nint address, nint length)
        => IsPageLocked(address, length) ? new Span<byte>((void*)address, (int)length) : throw new StandInMisuse($"A copy of a graph reaches {length} bytes of host memory at 0x{address:X}, which are no longer page-locked.");

    private bool IsPageLocked(nint address, nint length)
        => pageLocked.Any(range => address >= range.Key && address + length <= range.Key + (nint)range.Value.Bytes);

    private void Unlock(nint address, bool isOwn)
    {
        RequireNoCapture("unlock memory");
        if (!pageLocked.TryGetValue(address, out (long Bytes, bool IsOwn) range) || range.IsOwn != isOwn)
            throw new StandInMisuse($"The host memory at 0x{address:X} cannot be {(isOwn ? "freed: the driver did not allocate it" : "unlocked: it is not page-locked")}, or not any more.");
        if (contexts.Values.SelectMany(context => context.Streams.Values).SelectMany(stream => stream.Waiting).Any(work => work.Host.Address < address + range.Bytes && address < work.Host.Address + work.Host.Bytes))
            throw new StandInMisuse($"The page-locked memory at 0x{address:X} is given up while a copy that uses it is still queued; wait for the copy first.");
        pageLocked.Remove(address);
        calls.Add(new DriverCall.PageUnlock(range.Bytes));
    }

    private void Release(nint address)
    {
        (PtxRegion region, StandInContext owner) = allocations[address];
        memory.Remove(region);
        allocations.Remove(address);
        owner.BytesInUse -= region.Data.Length;
    }

    private void FreeDeviceMemory(StandInContext context)
    {
        foreach (nint address in allocations.Where(allocation => allocation.Value.Owner == context).Select(allocation => allocation.Key).ToArray())
            Release(address);
    }

    private void FreeHostMemory()
    {
        foreach ((nint address, (_, bool isOwn)) in pageLocked)
        {
            if (isOwn)
                NativeMemory.AlignedFree((void*)address);
        }
        pageLocked.Clear();
    }
}
