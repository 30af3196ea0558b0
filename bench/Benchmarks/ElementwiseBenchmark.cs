using BenchmarkDotNet.Attributes;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The activations over one layer's outputs and over a long array.</summary>
public class ElementwiseBenchmark : DeviceBenchmark
{
    private Action sigmoid = null!;
    private Action tanh = null!;
    private Action relu = null!;

    /// <summary>Numbers a call.</summary>
    [Params(1 << 16, 1 << 24)]
    public int Count { get; set; }

    /// <inheritdoc/>
    public override WorkAmount Amount => new(0, 2.0 * sizeof(float) * Count);

    [Benchmark]
    public void Sigmoid() => sigmoid();

    [Benchmark]
    public void Tanh() => tanh();

    [Benchmark]
    public void Relu() => relu();

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        FloatView inputs = device.AllocateUniform(Count).View();
        FloatView outputs = device.AllocateFloats(Count).View();
        sigmoid = Call<Sigmoid>(device, inputs, outputs);
        tanh = Call<Tanh>(device, inputs, outputs);
        relu = Call<Relu>(device, inputs, outputs);
    }

    private Action Call<TActivation>(Device device, FloatView inputs, FloatView outputs)
        where TActivation : struct, IActivation
    {
        var operation = new Elementwise<Map<TActivation>>(device.Target);
        return () =>
        {
            operation.Run(new Map<TActivation>(inputs, outputs), Count);
            device.Synchronize();
        };
    }
}
