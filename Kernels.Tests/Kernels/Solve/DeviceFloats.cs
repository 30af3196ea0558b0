using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Binary32 matrices in a device's memory, for tests of the solver's operations.</summary>
internal sealed class DeviceFloats(Device device) : IDisposable
{
    private readonly List<DeviceBuffer<float>> buffers = [];

    public DeviceBuffer<float> Upload(float[] values)
    {
        DeviceBuffer<float> buffer = device.AllocateFloats(values.Length);
        buffers.Add(buffer);
        buffer.Upload(values);
        return buffer;
    }

    /// <summary>A result that has not been written yet: NaN everywhere.</summary>
    public DeviceBuffer<float> Unwritten(int count) => Upload([.. Enumerable.Repeat(float.NaN, count)]);

    public float[] Download(DeviceBuffer<float> buffer, int count)
    {
        device.Synchronize();
        var values = new float[count];
        buffer.Download(values);
        return values;
    }

    public void Dispose()
    {
        foreach (DeviceBuffer<float> buffer in buffers)
            buffer.Dispose();
    }
}
