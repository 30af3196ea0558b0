using ILGPU;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>A stand-in for the CUDA driver on the PTX interpreter: while there is one, ILGPU finds its devices, and what it asks of the driver is done here.</summary>
/// <remarks>
/// Everything is recorded, in order. What a real driver would refuse, or would let go wrong, is a <see cref="StandInMisuse"/>. Work that is queued is done when somebody waits for it and not before:
/// results that nobody waited for are not there, and page-locked memory that is written too early is read as it then is. Device memory begins as NaNs, and its addresses are nowhere on the host.
/// Pageable memory is copied as the driver does it: to a device, it has been read when the call returns; from a device, the call waits.
/// </remarks>
internal sealed partial class StandInDriver : IDisposable, IGraphDriver
{
    private readonly StandInDevice[] devices;
    private readonly List<DriverCall> calls = [];
    private readonly List<Device> opened = [];
    private nint lastHandle = 0x1000;

    private readonly StandInDriver? before = DriverImports.Current;

    // After a kernel's fault a context is of no more use, as after a real one.
    private bool faulted;

    /// <summary>Takes the place of the driver, or of another stand-in.</summary>
    /// <param name="devices">The devices that it has.</param>
    public StandInDriver(params StandInDevice[] devices)
    {
        this.devices = devices;
        DriverImports.Current = this;
        CudaGraphs.StandIn = this;
    }

    /// <summary>What is changed in the PTX of modules before it is executed: how tests seed mistakes.</summary>
    public Func<string, string> Rewrite { get; init; } = ptx => ptx;

    /// <summary>What was asked of the driver so far, but for queries.</summary>
    public IReadOnlyList<DriverCall> Calls => calls;

    /// <summary>The kernels queued so far, by name, but for those in graphs.</summary>
    public IEnumerable<string> Launches => calls.OfType<DriverCall.Launch>().Where(launch => !launch.IsCaptured).Select(launch => launch.Kernel);

    /// <summary>Opens one of the devices as the library opens CUDA devices, without the self-test; it is closed with the driver.</summary>
    public Device Open(int index = 0)
    {
        DeviceCandidate candidate = DeviceCandidate.Find(DeviceKind.Cuda)[index];
        var info = new DeviceInfo(candidate.Kind, index, candidate.Name, candidate.MemoryBytes, candidate.Driver, Usable: true, Reason: null, IsDefault: false);
        Context context = DeviceCandidate.CreateContext(DeviceKind.Cuda);
        Device device = Device.OpenUnchecked(info, context);
        opened.Add(device);
        return device;
    }

    /// <summary>Closes the devices that it opened and gives the place back.</summary>
    public void Dispose()
    {
        // What is still queued nobody waits for.
        AbandonWork();
        try
        {
            opened.ForEach(device => device.Dispose());
        }
        finally
        {
            FreeHostMemory();
            CudaGraphs.StandIn = before;
            DriverImports.Current = before;
        }
    }

    private nint NewHandle() => lastHandle += 0x10;

    private void AbandonWork()
    {
        faulted = true;
        foreach (StandInStream stream in contexts.Values.SelectMany(context => context.Streams.Values))
        {
            stream.Capture = null;
            stream.Drop();
        }
    }
}
