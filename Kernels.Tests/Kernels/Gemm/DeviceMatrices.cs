using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Short ways to run one operation on a device.</summary>
internal static class DeviceMatrices
{
    /// <summary>α·op(A)·op(B) + β·C on a device, with an epilogue.</summary>
    public static float[] Multiply<TEpilogue>(Device device, GemmLayout layout, int m, int n, int k, float alpha, float[] a, float[] b, float beta, float[] c, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        using DeviceBuffer<float> da = Upload(device, a);
        using DeviceBuffer<float> db = Upload(device, b);
        using DeviceBuffer<float> dc = Upload(device, c);
        MatrixView va = layout == GemmLayout.TN ? da.AsMatrix(k, m) : da.AsMatrix(m, k);
        MatrixView vb = layout == GemmLayout.NT ? db.AsMatrix(n, k) : db.AsMatrix(k, n);
        device.Operations.Get(target => new Gemm<TEpilogue>(target)).Run(layout, alpha, va, vb, beta, dc.AsMatrix(m, n), epilogue);
        return Download(device, dc, m * n);
    }

    public static DeviceBuffer<float> Upload(Device device, float[] values)
    {
        DeviceBuffer<float> buffer = device.AllocateFloats(values.Length);
        buffer.Upload(values);
        return buffer;
    }

    public static float[] Download(Device device, DeviceBuffer<float> buffer, int count)
    {
        device.Synchronize();
        var values = new float[count];
        buffer.Download(values);
        return values;
    }

    /// <summary>Numbers on [−1, 1), from Philox.</summary>
    public static float[] Random(uint purpose, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = UniformDraw.MinusOneToOne(Philox4x32.Draw(99, purpose, 0, (ulong)i));
        return values;
    }

    /// <summary>Asserts that two arrays hold the same bits; every NaN is the same.</summary>
    public static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = float.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i]);
            if (!same)
                Assert.Fail($"{what}: element {i} is {actual[i]:G9}, expected {expected[i]:G9}");
        }
    }
}
