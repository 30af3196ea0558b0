using BenchmarkDotNet.Attributes;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The activations over one layer's outputs, as host SIMD, with MathF's own sigmoid in a loop as the baseline.</summary>
public class ActivationBenchmark : IDisposable
{
    private HostBench bench = null!;
    private FloatView inputs;
    private FloatView outputs;
    private nint inputAddress;
    private nint outputAddress;
    private Elementwise<Map<Sigmoid>> sigmoid = null!;
    private Elementwise<Map<Tanh>> tanh = null!;
    private Elementwise<Map<Relu>> relu = null!;

    /// <summary>Numbers an operation.</summary>
    [Params(4096, 1 << 20)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bench = new HostBench(Environment.ProcessorCount);
        (inputs, inputAddress) = bench.AllocateUniform(Count, seed: 1);
        (outputs, outputAddress) = bench.AllocateUniform(Count, seed: 2);
        sigmoid = new Elementwise<Map<Sigmoid>>(bench.Target);
        tanh = new Elementwise<Map<Tanh>>(bench.Target);
        relu = new Elementwise<Map<Relu>>(bench.Target);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bench.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One thread, one number at a time.</summary>
    [Benchmark(Baseline = true)]
    public unsafe void MathFSigmoid()
    {
        float* from = (float*)inputAddress;
        float* to = (float*)outputAddress;
        for (int i = 0; i < Count; i++)
            to[i] = 1f / (1f + MathF.Exp(-from[i]));
    }

    [Benchmark]
    public void Sigmoid() => sigmoid.Run(new Map<Sigmoid>(inputs, outputs), Count);

    [Benchmark]
    public void Tanh() => tanh.Run(new Map<Tanh>(inputs, outputs), Count);

    [Benchmark]
    public void Relu() => relu.Run(new Map<Relu>(inputs, outputs), Count);
}
