namespace NeuralGpu.Bench;

/// <summary>Device memory with numbers in it.</summary>
internal static class UniformNumbers
{
    /// <summary>Uniform in [−1, 1), the same each time.</summary>
    public static DeviceBuffer<float> AllocateUniform(this Device device, long count)
    {
        var random = new Random(1);
        var numbers = new float[count];
        for (long i = 0; i < count; i++)
            numbers[i] = (random.NextSingle() * 2) - 1;
        DeviceBuffer<float> buffer = device.AllocateFloats(count);
        buffer.Upload(numbers);
        return buffer;
    }
}
