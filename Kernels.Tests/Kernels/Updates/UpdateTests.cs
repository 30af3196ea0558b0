using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Penalties, the clipping factor and scaling, bit for bit, on every device.</summary>
public class UpdateTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void PenaltyGradient_AnyLength_IsAnFmaAndASign(string name)
    {
        Device device = TestDevice.Open(name);
        const float L2 = 0.37f, L1 = 0.11f;
        foreach (int length in Lengths(name))
        {
            float[] w = DeviceMatrices.Random(41, length), g = DeviceMatrices.Random(42, length);
            using DeviceBuffer<float> parameters = DeviceMatrices.Upload(device, w), gradient = DeviceMatrices.Upload(device, g);
            device.Operations.Get(target => new Elementwise<PenaltyGradient>(target)).Run(new PenaltyGradient(parameters.View(), gradient.View(), L2, L1), length);
            float[] expected = [.. w.Zip(g, (wi, gi) => MathF.FusedMultiplyAdd(L2, wi, gi) + (wi > 0 ? L1 : -L1))];
            DeviceMatrices.AssertSameBits(expected, DeviceMatrices.Download(device, gradient, length), $"{length}");
            DeviceMatrices.AssertSameBits(w, DeviceMatrices.Download(device, parameters, length), "the parameters");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void PenaltyGradient_SpecialValues_SignOfZeroIsZeroAndNaNStays(string name)
    {
        Device device = TestDevice.Open(name);
        float[] w = [0f, -0f, 1e-45f, -1e-45f, float.NaN, 2f];
        float[] g = [1f, 1f, 0f, 0f, 1f, float.NaN];
        using DeviceBuffer<float> parameters = DeviceMatrices.Upload(device, w), gradient = DeviceMatrices.Upload(device, g);
        device.Operations.Get(target => new Elementwise<PenaltyGradient>(target)).Run(new PenaltyGradient(parameters.View(), gradient.View(), 0f, 0.5f), w.Length);
        DeviceMatrices.AssertSameBits([1f, 1f, 0.5f, -0.5f, float.NaN, float.NaN], DeviceMatrices.Download(device, gradient, w.Length), "gradient");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipScale_AnySums_IsTheLimitOverALargerNorm(string name)
    {
        Device device = TestDevice.Open(name);
        Assert.Equal(1f, Factor(device, [9f, 16f], 5f)); // the norm is 5: not longer
        Assert.Equal(0.5f, Factor(device, [9f, 16f], 2.5f));
        Assert.Equal(1f, Factor(device, [9f, 16f], 1e30f));
        Assert.Equal(1f, Factor(device, [0f], 1f));
        Assert.Equal(3f / MathF.Sqrt(10f), Factor(device, [10f], 3f));
        Assert.True(float.IsNaN(Factor(device, [1f, float.NaN], 5f)));
        Assert.True(float.IsNaN(Factor(device, [float.PositiveInfinity], 5f)));
        if (name == "simulator")
            return;
        float[] many = [.. DeviceMatrices.Random(43, 600).Select(value => value * value)];
        float sum = ReferenceGemm.Dot(many.Length, _ => 1f, i => many[i], (_, value, chain) => chain + value);
        Assert.Equal(0.7f / MathF.Sqrt(sum), Factor(device, many, 0.7f));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Scaling_AnyLength_IsOneProduct(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in Lengths(name))
        {
            float[] v = DeviceMatrices.Random(44, length);
            using DeviceBuffer<float> values = DeviceMatrices.Upload(device, v), scale = DeviceMatrices.Upload(device, [.. Enumerable.Repeat(0.3f, ClipScale.Copies)]);
            device.Operations.Get(target => new Elementwise<Scaling>(target)).Run(new Scaling(values.View(), scale.View()), length);
            DeviceMatrices.AssertSameBits([.. v.Select(value => 0.3f * value)], DeviceMatrices.Download(device, values, length), $"{length}");
        }
    }

    private static int[] Lengths(string device) => device == "simulator" ? [3] : [1, 15, 16, 17, 1000];

    // Every copy must be the same.
    private static float Factor(Device device, float[] sums, float limit)
    {
        using DeviceBuffer<float> on = DeviceMatrices.Upload(device, sums), scale = device.AllocateFloats(ClipScale.Copies);
        device.Operations.Get(target => new Rowwise<ClipScale>(target)).Run(new ClipScale(on.View().Slice(0, sums.Length), limit, scale.View()), 1, sums.Length);
        return Assert.Single(DeviceMatrices.Download(device, scale, ClipScale.Copies).Distinct());
    }
}
