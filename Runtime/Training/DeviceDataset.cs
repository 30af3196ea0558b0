using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A data set in a device's memory.</summary>
internal sealed class DeviceDataset : IDisposable
{
    private readonly DeviceBuffer<float> inputs;
    private readonly DeviceBuffer<float> targets;

    public DeviceDataset(Device device, Dataset data)
    {
        Host = data;
        inputs = device.AllocateFloats(data.Inputs.LongLength);
        targets = device.AllocateFloats(data.Targets.LongLength);
        inputs.Upload(data.Inputs);
        targets.Upload(data.Targets);
    }

    /// <summary>The same data on the host.</summary>
    public Dataset Host { get; }

    /// <summary>[samples × features].</summary>
    public MatrixView Inputs => inputs.AsMatrix(Host.Count, Host.Features);

    /// <summary>[samples × outputs].</summary>
    public MatrixView Targets => targets.AsMatrix(Host.Count, Host.Outputs);

    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
    }
}
