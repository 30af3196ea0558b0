using System.Runtime.InteropServices;
using System.Text;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <content>Devices and contexts.</content>
internal sealed partial class StandInDriver
{
    /// <summary>Version of the driver that it stands for.</summary>
    public const int Version = 12000;

    private static readonly Dictionary<CudaError, nint> ErrorTexts = [];

    [ThreadStatic]
    private static StandInContext? current;

    private readonly Dictionary<nint, StandInContext> contexts = [];

    /// <summary>Whether there is a driver.</summary>
    public static bool IsSupported => true;

    public static CudaError cuInit(int flags) => CudaError.CUDA_SUCCESS;

    public static CudaError cuDriverGetVersion(out int driverVersion)
    {
        driverVersion = Version;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuDeviceGetCount(out int count)
    {
        count = devices.Length;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuDeviceGet(out int device, int ordinal)
    {
        device = ordinal;
        return ordinal >= 0 && ordinal < devices.Length ? CudaError.CUDA_SUCCESS : CudaError.CUDA_ERROR_INVALID_DEVICE;
    }

    public CudaError cuDeviceGetName(byte[] name, int length, int device)
    {
        Encoding.ASCII.GetBytes(devices[device].Name).CopyTo(name, 0);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuDeviceTotalMem_v2(out nint bytes, int device)
    {
        bytes = (nint)devices[device].MemoryBytes;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuDeviceGetAttribute(out int value, DeviceAttributeKind attribute, int device)
    {
        value = devices[device].Attribute(attribute, device);
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuDeviceCanAccessPeer(out int canAccess, int device, int peerDev)
    {
        canAccess = 0;
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuDeviceGetP2PAttribute(out int value, int attrib, int sourceDevice, int destinationDevice)
    {
        value = 0;
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuCtxEnablePeerAccess(nint peerContext, int flags) => CudaError.CUDA_ERROR_PEER_ACCESS_UNSUPPORTED;

    public static CudaError cuCtxDisablePeerAccess(nint peerContext) => CudaError.CUDA_ERROR_PEER_ACCESS_NOT_ENABLED;

    public CudaError cuCtxCreate_v2(out nint context, CudaAcceleratorFlags flags, int device)
    {
        current = new StandInContext(NewHandle(), devices[device]);
        current.Streams.Add(0, new StandInStream(0, isBlocking: true));
        contexts.Add(current.Handle, current);
        context = current.Handle;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuCtxDestroy_v2(nint context)
    {
        StandInContext destroyed = ContextOf(context);
        foreach (StandInStream stream in destroyed.Streams.Values)
            Finish(stream);
        FreeDeviceMemory(destroyed);
        contexts.Remove(context);
        if (current == destroyed)
            current = null;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuCtxSetCurrent(nint context)
    {
        current = context == 0 ? null : ContextOf(context);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuCtxSynchronize()
    {
        StandInContext context = Current();
        RequireNoCapture("wait for the context");
        calls.Add(new DriverCall.Wait(context.Handle));
        foreach (StandInStream stream in context.Streams.Values)
            Finish(stream);
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuCtxGetCacheConfig(out CudaCacheConfiguration pconfig)
    {
        pconfig = CudaCacheConfiguration.Default;
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuCtxSetCacheConfig(CudaCacheConfiguration config) => CudaError.CUDA_SUCCESS;

    public static CudaError cuCtxGetSharedMemConfig(out CudaSharedMemoryConfiguration pConfig)
    {
        pConfig = CudaSharedMemoryConfiguration.FourByteBankSize;
        return CudaError.CUDA_SUCCESS;
    }

    public static CudaError cuCtxSetSharedMemConfig(CudaSharedMemoryConfiguration config) => CudaError.CUDA_SUCCESS;

    public static CudaError cuGetErrorString(CudaError error, out nint pStr)
    {
        lock (ErrorTexts)
        {
            if (!ErrorTexts.TryGetValue(error, out pStr))
                ErrorTexts.Add(error, pStr = Marshal.StringToHGlobalAnsi($"{error} (of the stand-in for the driver)"));
        }
        return CudaError.CUDA_SUCCESS;
    }

    private StandInContext ContextOf(nint handle)
        => contexts.GetValueOrDefault(handle) ?? throw new StandInMisuse($"There is no context 0x{handle:X}: it was destroyed, or is another driver's.");

    private StandInContext Current()
        => current is not null && contexts.GetValueOrDefault(current.Handle) == current ? current : throw new StandInMisuse("The calling thread has no current context; bind the accelerator first.");
}
