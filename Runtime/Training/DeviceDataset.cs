using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A data set in a device's memory.</summary>
internal sealed class DeviceDataset : IDisposable
{
    private readonly DeviceBuffer<float> inputs;
    private readonly DeviceBuffer<float> targets;
    private readonly DeviceBuffer<float>? weights;

    public DeviceDataset(Device device, Dataset data)
    {
        Host = data;
        inputs = device.AllocateFloats(data.Inputs.LongLength);
        targets = device.AllocateFloats(data.Targets.LongLength);
        weights = data.SampleWeights is null ? null : device.AllocateFloats(data.Count);
        weights?.Upload(data.SampleWeights!);
        inputs.Upload(data.Inputs);
        targets.Upload(data.Targets);
    }

    /// <summary>How many floats a data set of that shape takes.</summary>
    public static long FloatsOf(DatasetShape shape, int features, int outputs) => checked(shape.Samples * ((long)features + outputs + (shape.IsWeighted ? 1 : 0)));

    /// <summary>The same data on the host.</summary>
    public Dataset Host { get; }

    /// <summary>[samples × features].</summary>
    public MatrixView Inputs => inputs.AsMatrix(Host.Count, Host.Features);

    /// <summary>[samples × outputs].</summary>
    public MatrixView Targets => targets.AsMatrix(Host.Count, Host.Outputs);

    /// <summary>[samples]; null when all samples count alike.</summary>
    public FloatView? Weights => weights?.View();

    /// <summary>All of it, for <see cref="SampleGather"/>.</summary>
    public Samples Samples => Weights is { } counts ? new Samples(Inputs, Targets, counts) : new Samples(Inputs, Targets);

    public void Dispose()
    {
        weights?.Dispose();
        inputs.Dispose();
        targets.Dispose();
    }
}
