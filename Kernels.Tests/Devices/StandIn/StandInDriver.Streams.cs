using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <content>Streams and events.</content>
internal sealed partial class StandInDriver
{
    private readonly Dictionary<nint, (StandInStream? Stream, long Needed)> events = [];

    public CudaError cuStreamCreate(out nint stream, StreamFlags flags)
    {
        StandInContext context = Current();
        stream = NewHandle();
        context.Streams.Add(stream, new StandInStream(stream, !flags.HasFlag(StreamFlags.CU_STREAM_NON_BLOCKING)));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuStreamCreateWithPriority(out nint stream, StreamFlags flags, int priority) => cuStreamCreate(out stream, flags);

    public CudaError cuStreamDestroy_v2(nint stream)
    {
        StandInContext context = contexts.Values.SingleOrDefault(context => stream != 0 && context.Streams.ContainsKey(stream))
            ?? throw new StandInMisuse($"There is no stream 0x{stream:X} that could be destroyed.");
        if (context.Streams[stream].Capture is not null)
            throw new StandInMisuse($"Stream 0x{stream:X} is destroyed while it is captured.");
        Finish(context.Streams[stream]);
        context.Streams.Remove(stream);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuStreamSynchronize(nint stream)
    {
        RequireNoCapture("wait for a stream");
        StandInStream waitedFor = StreamOf(stream, "wait");
        calls.Add(new DriverCall.Wait(stream));
        Finish(waitedFor);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuEventCreate(out nint @event, CudaEventFlags flags)
    {
        Current();
        @event = NewHandle();
        events.Add(@event, (null, 0));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuEventDestroy_v2(nint @event)
    {
        EventOf(@event);
        events.Remove(@event);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuEventRecord(nint @event, nint stream)
    {
        EventOf(@event);
        StandInStream at = StreamOf(stream, "event");
        events[@event] = (at, at.Queued);
        calls.Add(new DriverCall.RecordEvent(@event, stream));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuEventQuery(nint @event)
    {
        RequireNoCapture("ask for an event");
        (StandInStream? stream, long needed) = EventOf(@event);
        return stream is null || stream.IsDone(needed) ? CudaError.CUDA_SUCCESS : CudaError.CUDA_ERROR_NOT_READY;
    }

    public CudaError cuEventSynchronize(nint @event)
    {
        RequireNoCapture("wait for an event");
        (StandInStream? stream, long needed) = EventOf(@event);
        calls.Add(new DriverCall.Wait(@event));
        if (stream is not null)
            Guard(() => stream.DoFirst(needed));
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Makes what is put into a stream from now on wait for an event.</summary>
    public CudaError cuStreamWaitEvent(nint stream, nint @event, int flags)
    {
        (StandInStream? recorded, long needed) = EventOf(@event);
        StandInStream at = StreamOf(stream, "wait for an event");
        if (recorded is not null)
            Add(at, new StandInWork(() => { }) { After = [(recorded, needed)] });
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuEventElapsedTime(out float milliseconds, nint start, nint end)
    {
        milliseconds = 0;
        return cuEventQuery(start) == CudaError.CUDA_SUCCESS ? cuEventQuery(end) : CudaError.CUDA_ERROR_NOT_READY;
    }

    private (StandInStream? Stream, long Needed) EventOf(nint handle)
        => events.TryGetValue(handle, out (StandInStream? Stream, long Needed) found) ? found : throw new StandInMisuse($"There is no event 0x{handle:X}.");

    // The stream, for work that is put into it.
    private StandInStream StreamOf(nint handle, string work)
    {
        StandInContext context = Current();
        if (!context.Streams.TryGetValue(handle, out StandInStream? stream))
            throw new StandInMisuse($"There is no stream 0x{handle:X} in the current context for a {work}: it was destroyed, or is another context's.");
        if (handle == 0 && context.Streams.Values.Any(other => other.Capture is not null))
            throw new StandInMisuse($"A {work} is put into the legacy default stream while another stream is captured; that ends the capture. Use the captured stream.");
        return stream;
    }

    private void Add(StandInStream stream, StandInWork work)
    {
        if (faulted)
            return;
        if (stream.Capture is { } capture)
        {
            capture.Nodes.Add(work);
            return;
        }
        IEnumerable<StandInStream> others = current!.Streams.Values.Where(other => other != stream && stream.IsBlocking && other.IsBlocking && (stream.Handle == 0 || other.Handle == 0));
        stream.Add(work with { After = [.. work.After, .. others.Select(other => (other, other.Queued))] });
    }

    private void Finish(StandInStream stream) => Guard(stream.DoAll);

    // After a fault nothing that is queued is done any more.
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch
        {
            AbandonWork();
            throw;
        }
    }
}
