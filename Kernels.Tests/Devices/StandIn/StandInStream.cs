namespace NeuralGpu.Tests;

/// <summary>A stream: work in its order, done as late as the driver's rules allow, so that whoever does not wait for it finds it undone.</summary>
/// <param name="handle">What it is called; 0 is the legacy default stream.</param>
/// <param name="isBlocking">Whether its work waits for what was put into the legacy default stream before, and that stream's work for this one's.</param>
internal sealed class StandInStream(nint handle, bool isBlocking)
{
    private readonly Queue<StandInWork> waiting = [];
    private long finished;

    public nint Handle => handle;

    public bool IsBlocking => isBlocking;

    /// <summary>What is captured instead of queued; null when nothing is.</summary>
    public StandInCapture? Capture { get; set; }

    /// <summary>How much work was ever put in.</summary>
    public long Queued => finished + waiting.Count;

    /// <summary>What has not been done yet.</summary>
    public IEnumerable<StandInWork> Waiting => waiting;

    /// <summary>Puts work at the end.</summary>
    public void Add(StandInWork work) => waiting.Enqueue(work);

    /// <summary>Whether the first so many pieces of work are done.</summary>
    public bool IsDone(long count) => finished >= count;

    /// <summary>Does the work that was put in first, up to so many pieces, each after what it has to wait for.</summary>
    public void DoFirst(long count)
    {
        while (finished < count)
        {
            StandInWork work = waiting.Dequeue();
            finished++;
            foreach ((StandInStream stream, long needed) in work.After)
                stream.DoFirst(needed);
            work.Do();
        }
    }

    /// <summary>Does everything.</summary>
    public void DoAll() => DoFirst(Queued);

    /// <summary>Forgets what has not been done.</summary>
    public void Drop()
    {
        finished = Queued;
        waiting.Clear();
    }
}
