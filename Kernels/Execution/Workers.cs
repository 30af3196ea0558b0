using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A fixed team of threads that does one piece of work at a time, each member a part: fork-join.</summary>
/// <remarks>Nothing is allocated per run. Members spin for some microseconds between runs before they sleep, since a training step is dozens of short runs; they never spin when there are more members than cores.</remarks>
public sealed unsafe class Workers : IDisposable
{
    private readonly Thread[] threads;
    private readonly object gate = new();
    private readonly ScratchMemory[] scratch;
    private readonly int spins;
    private int generation;
    private int unfinished;
    private int parts;
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
            int part = i + 1;
            threads[i] = new Thread(() => Serve(part)) { IsBackground = true, Name = $"NeuralGpu worker {part}" };
            threads[i].Start();
        }
    }

    /// <summary>Members, the calling thread included.</summary>
    public int Count => threads.Length + 1;

    /// <summary>Does the parts 0 … count − 1 of a piece of work, at most one a member, and returns when all are done.</summary>
    /// <param name="job">The work; it is passed by reference and must not be kept.</param>
    /// <param name="count">Number of parts; more than <see cref="Count"/> is cut to it.</param>
    /// <exception cref="AggregateException">A part failed on a worker thread.</exception>
    public void Run<TJob>(ref TJob job, int count)
        where TJob : struct, IParallelJob, allows ref struct
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
        parts = count;
        Volatile.Write(ref unfinished, threads.Length);
        lock (gate)
        {
            generation++;
            Monitor.PulseAll(gate);
        }

        try
        {
            job.Invoke(0, count);
        }
        finally
        {
            Join();
        }
        if (failure is not null)
            throw new AggregateException(Interlocked.Exchange(ref failure, null)!);
    }

    /// <summary>A member's own memory, kept from run to run.</summary>
    internal ScratchMemory Scratch(int part) => scratch[part];

    /// <summary>Ends the team.</summary>
    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        lock (gate)
        {
            generation++;
            Monitor.PulseAll(gate);
        }
        foreach (Thread thread in threads)
            thread.Join();
        foreach (ScratchMemory memory in scratch)
            memory.Dispose();
    }

    private static void InvokePart<TJob>(void* job, int part, int count)
        where TJob : struct, IParallelJob, allows ref struct
        => Unsafe.AsRef<TJob>(job).Invoke(part, count);

    private void Join()
    {
        int spun = 0;
        while (Volatile.Read(ref unfinished) != 0)
        {
            if (spun++ < spins)
                Thread.SpinWait(8);
            else
                Thread.Yield();
        }
    }

    private void Serve(int part)
    {
        int seen = 0;
        while (true)
        {
            for (int spun = 0; spun < spins && Volatile.Read(ref generation) == seen; spun++)
                Thread.SpinWait(8);
            lock (gate)
            {
                while (generation == seen)
                    Monitor.Wait(gate);
                seen = generation;
            }
            if (stopping)
                return;
            Debug.Assert(work != null, "a generation starts with its work set");
            try
            {
                if (part < parts)
                    invoke(work, part, parts);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
            Interlocked.Decrement(ref unfinished);
        }
    }
}
