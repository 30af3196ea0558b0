using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Matrices in a device's memory, for tests of the solver's operations.</summary>
internal sealed class DeviceDoubles(Device device) : IDisposable
{
    private readonly List<DeviceBuffer<double>> buffers = [];

    public DeviceBuffer<double> Upload(double[] values)
    {
        DeviceBuffer<double> buffer = device.AllocateDoubles(values.Length);
        buffers.Add(buffer);
        buffer.Upload(values);
        return buffer;
    }

    /// <summary>A result that has not been written yet: NaN everywhere.</summary>
    public DeviceBuffer<double> Unwritten(int count) => Upload([.. Enumerable.Repeat(double.NaN, count)]);

    public double[] Download(DeviceBuffer<double> buffer, int count)
    {
        device.Synchronize();
        var values = new double[count];
        buffer.Download(values);
        return values;
    }

    public void Dispose()
    {
        foreach (DeviceBuffer<double> buffer in buffers)
            buffer.Dispose();
    }
}
