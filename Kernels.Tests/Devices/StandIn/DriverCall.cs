namespace NeuralGpu.Tests;

/// <summary>A call of the CUDA driver, as <see cref="StandInDriver"/> records it. A stream is its handle, 0 the legacy default stream; captured is what was put into a graph instead of the stream.</summary>
internal abstract record DriverCall
{
    private DriverCall()
    {
    }

    /// <summary>A module was loaded.</summary>
    /// <param name="Kernel">Its kernel.</param>
    public sealed record LoadModule(string Kernel) : DriverCall;

    /// <summary>Device memory was allocated.</summary>
    public sealed record Allocate(nint Address, long Bytes) : DriverCall;

    /// <summary>Device memory was freed.</summary>
    public sealed record Free(nint Address) : DriverCall;

    /// <summary>Host memory was allocated page-locked, or page-locked where it was.</summary>
    public sealed record PageLock(long Bytes) : DriverCall;

    /// <summary>Host memory was freed or unlocked.</summary>
    public sealed record PageUnlock(long Bytes) : DriverCall;

    /// <summary>A copy was queued.</summary>
    /// <param name="Direction">From where to where.</param>
    /// <param name="Bytes">How much.</param>
    /// <param name="IsPageLocked">Whether the memory on the host, if any, is page-locked.</param>
    /// <param name="Stream">Where.</param>
    /// <param name="IsCaptured">Whether into a graph.</param>
    public sealed record Copy(CopyDirection Direction, long Bytes, bool IsPageLocked, nint Stream, bool IsCaptured = false) : DriverCall;

    /// <summary>A fill was queued.</summary>
    public sealed record Fill(byte Value, long Bytes, nint Stream, bool IsCaptured = false) : DriverCall;

    /// <summary>A kernel was queued.</summary>
    /// <param name="Kernel">Its name in <see cref="KernelCatalog"/>; its entry's name when it is not there.</param>
    /// <param name="Blocks">Blocks of the grid.</param>
    /// <param name="Threads">Threads of a block.</param>
    /// <param name="Stream">Where.</param>
    /// <param name="IsCaptured">Whether into a graph.</param>
    public sealed record Launch(string Kernel, int Blocks, int Threads, nint Stream, bool IsCaptured = false) : DriverCall;

    /// <summary>The host waited for a stream, an event, or, where it is the context that was waited for, all of its streams.</summary>
    public sealed record Wait(nint Handle) : DriverCall;

    /// <summary>An event was put into a stream.</summary>
    public sealed record RecordEvent(nint Event, nint Stream) : DriverCall;

    /// <summary>A capture began.</summary>
    public sealed record BeginCapture(nint Stream) : DriverCall;

    /// <summary>A capture ended.</summary>
    /// <param name="Stream">Of which stream.</param>
    /// <param name="Graph">What it gave.</param>
    /// <param name="Nodes">How many launches, copies and fills are in it.</param>
    public sealed record EndCapture(nint Stream, nint Graph, int Nodes) : DriverCall;

    /// <summary>A graph was made ready to be launched.</summary>
    public sealed record Instantiate(nint Graph, nint Executable) : DriverCall;

    /// <summary>A graph was queued.</summary>
    public sealed record LaunchGraph(nint Executable, nint Stream) : DriverCall;
}
