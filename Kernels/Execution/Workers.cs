using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A fixed team of threads that does one piece of work at a time: fork-join.</summary>
/// <remarks>
/// A piece of work is cut into parts that the members claim one by one, the calling thread among them, so that a member that the operating system holds back delays nothing that it has not begun.
/// Nothing is allocated per run. Members spin for some microseconds between runs before they sleep, since a training step is dozens of short runs; they never spin when there are more members than cores.
/// </remarks>
public sealed unsafe class Workers : IDisposable
{
    private readonly Thread[] threads;
    private readonly object gate = new();
    private readonly ScratchMemory[] scratch;
    private readonly int spins;

    // The state of the current run in one word, so that a part is claimed only from the run that it belongs to:
    // bits 32–63 the run's number, 16–31 its parts, 0–15 the next part.
    private long ticket;
    private int unfinished;
    private int sleepers;
    private void* work;
    private delegate*<void*, int, int, void> invoke;
    private Exception? failure;
    private volatile bool stopping;

    /// <summary>Starts the team.</summary>
    /// <param name="count">Members including the calling thread, from 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1024);
        spins = count <= Environment.ProcessorCount ? 2000 : 0;
        scratch = new ScratchMemory[count];
        for (int i = 0; i < count; i++)
            scratch[i] = new ScratchMemory();
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Serve) { IsBackground = true, Name = $"NeuralGpu worker {i + 1}" };
            threads[i].Start();
        }
    }

    /// <summary>Members, the calling thread included.</summary>
    public int Count => threads.Length + 1;

    /// <summary>Does the parts 0 … count − 1 of a piece of work and returns when all are done.</summary>
    /// <param name="job">The work; a local variable: its address is used while the call runs.</param>
    /// <param name="count">Number of parts; more than <see cref="Count"/> is cut to it.</param>
    /// <exception cref="AggregateException">A part failed; with a single part its own exception comes as it is.</exception>
    internal void Run<TJob>(ref TJob job, int count)
        where TJob : struct, IParallelJob
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        count = Math.Min(count, Count);
        if (count <= 1)
        {
            if (count == 1)
                job.Invoke(0, 1);
            return;
        }

        work = Unsafe.AsPointer(ref job);
        invoke = &InvokePart<TJob>;
        Volatile.Write(ref unfinished, count);
        Publish(count);
        ClaimParts(Run(Volatile.Read(ref ticket)));
        for (int spun = 0; Volatile.Read(ref unfinished) != 0; spun++)
        {
            if (spun < spins)
                Thread.SpinWait(8);
            else
                Thread.Yield();
        }
        if (failure is not null)
            throw new AggregateException(Interlocked.Exchange(ref failure, null)!);
    }

    /// <summary>Does the parts 0 … count − 1 of a piece of work and returns when all are done.</summary>
    /// <param name="count">Number of parts; more than <see cref="Count"/> is cut to it.</param>
    /// <param name="work">Takes a part's number and the number of parts; different parts run at the same time and must write different places.</param>
    /// <exception cref="AggregateException">A part failed; with a single part its own exception comes as it is.</exception>
    public void Run(int count, Action<int, int> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var job = new ActionJob(work);
        Run(ref job, count);
    }

    /// <summary>A part's own memory, kept from run to run.</summary>
    internal ScratchMemory Scratch(int part) => scratch[part];

    /// <summary>Ends the team.</summary>
    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        Publish(0);
        foreach (Thread thread in threads)
            thread.Join();
        foreach (ScratchMemory memory in scratch)
            memory.Dispose();
    }

    private static void InvokePart<TJob>(void* job, int part, int count)
        where TJob : struct, IParallelJob
        => Unsafe.AsRef<TJob>(job).Invoke(part, count);

    private static int Run(long ticket) => (int)(ticket >> 32);

    private static int Parts(long ticket) => (int)(ticket >> 16) & 0xFFFF;

    private static int NextPart(long ticket) => (int)ticket & 0xFFFF;

    private void Publish(int parts)
    {
        Volatile.Write(ref ticket, ((long)(Run(ticket) + 1) << 32) | ((long)parts << 16));
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref sleepers) == 0)
            return;
        lock (gate)
            Monitor.PulseAll(gate);
    }

    private void ClaimParts(int run)
    {
        while (true)
        {
            long seen = Volatile.Read(ref ticket);
            if (Run(seen) != run || NextPart(seen) >= Parts(seen))
                return;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) != seen)
                continue;
            // The run cannot end before this part does, so its work stays valid.
            try
            {
                invoke(work, NextPart(seen), Parts(seen));
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
            Interlocked.Decrement(ref unfinished);
        }
    }

    private void Serve()
    {
        int done = 0;
        while (!stopping)
        {
            for (int spun = 0; spun < spins && Run(Volatile.Read(ref ticket)) == done; spun++)
                Thread.SpinWait(8);
            if (Run(Volatile.Read(ref ticket)) == done)
                Sleep(done);
            done = Run(Volatile.Read(ref ticket));
            ClaimParts(done);
        }
    }

    private void Sleep(int done)
    {
        lock (gate)
        {
            sleepers++;
            Interlocked.MemoryBarrier();
            while (Run(Volatile.Read(ref ticket)) == done)
                Monitor.Wait(gate);
            sleepers--;
        }
    }

    private readonly struct ActionJob(Action<int, int> work) : IParallelJob
    {
        public void Invoke(int part, int parts) => work(part, parts);
    }
}
