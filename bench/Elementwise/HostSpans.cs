using System.Runtime.InteropServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Two arrays of floats in host memory, and a team of threads that each do a part of them.</summary>
internal sealed unsafe class HostSpans : IDisposable
{
    private readonly Workers workers;
    private readonly float* inputs;
    private readonly float* outputs;
    private readonly int count;

    /// <param name="threads">How many threads.</param>
    /// <param name="numbers">What the first array holds.</param>
    public HostSpans(int threads, ReadOnlySpan<float> numbers)
    {
        workers = new Workers(threads);
        count = numbers.Length;
        inputs = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        outputs = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        HugePages.Ask(inputs, (nuint)count * sizeof(float));
        HugePages.Ask(outputs, (nuint)count * sizeof(float));
        numbers.CopyTo(new Span<float>(inputs, count));
        numbers.CopyTo(new Span<float>(outputs, count));
    }

    /// <summary>What a part of the work does: reads one span and writes the other, which is as long.</summary>
    public delegate void Part(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Does the work on all threads.</summary>
    public void Run(Part part)
    {
        var job = new Job(this, part);
        workers.Run(ref job, workers.Count);
    }

    public void Dispose()
    {
        workers.Dispose();
        NativeMemory.AlignedFree(inputs);
        NativeMemory.AlignedFree(outputs);
    }

    private readonly struct Job(HostSpans spans, Part work) : IParallelJob
    {
        public void Invoke(int part, int parts)
        {
            int start = (int)((long)spans.count * part / parts / 16 * 16);
            int end = part == parts - 1 ? spans.count : (int)((long)spans.count * (part + 1) / parts / 16 * 16);
            work(new ReadOnlySpan<float>(spans.inputs + start, end - start), new Span<float>(spans.outputs + start, end - start));
        }
    }
}
