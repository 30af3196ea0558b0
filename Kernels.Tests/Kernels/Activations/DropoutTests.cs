using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Dropout's masks, on every device.</summary>
public class DropoutTests
{
    private const ulong Seed = 0x1234_5678_9ABC_DEF0;

    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Dropout_AnyLength_IsPhiloxByHand(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (int length in name == "simulator" ? [5] : new[] { 1, 2, 3, 4, 5, 63, 1001 })
        {
            float[] values = DeviceMatrices.Random(51, length);
            float[] expected = ReferenceDropout.Mask(values, 0.3f, Seed, layer: 2, update: 7);
            DeviceMatrices.AssertSameBits(expected, Run(device, values, 0.3f, 0x102, 7, inPlace: false), $"{length}");
            DeviceMatrices.AssertSameBits(expected, Run(device, values, 0.3f, 0x102, 7, inPlace: true), $"{length}, in place");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Dropout_SpecialValues_DropsThemOrKeepsThem(string name)
    {
        Device device = TestDevice.Open(name);
        float[] values = [.. Enumerable.Repeat(new[] { float.NaN, float.PositiveInfinity, -0f, 1f }, 4).SelectMany(four => four)];
        float[] masked = Run(device, values, 0.5f, 0x100, 1, inPlace: false);
        for (int i = 0; i < values.Length; i++)
        {
            bool isDropped = Philox4x32.Draw(Seed, 0x100, 1, (ulong)i) < 0x8000_0000u;
            DeviceMatrices.AssertSameBits([isDropped ? 0f : 2f * values[i]], [masked[i]], $"element {i}");
        }
    }

    [Fact]
    public void Dropout_ManyElements_DropsTheirShareAndKeepsTheMean()
    {
        Device device = TestDevice.Open("cpu");
        float[] ones = [.. Enumerable.Repeat(1f, 100_000)];
        foreach (float probability in new[] { 0.1f, 0.3f, 0.5f, 0.9f })
        {
            float[] masked = Run(device, ones, probability, 0x100, 1, inPlace: false);
            float[] kept = [.. masked.Where(value => value != 0f)];
            Assert.Equal((float)(1 / (1 - (double)probability)), Assert.Single(kept.Distinct()));
            double deviation = Math.Sqrt(probability * (1 - probability) / ones.Length);
            Assert.Equal(1 - (double)probability, kept.Length / (double)ones.Length, 4 * deviation);
        }
    }

    [Fact]
    public void Dropout_OtherSeedLayerOrUpdate_GivesAnotherMask()
    {
        Device device = TestDevice.Open("cpu");
        float[] ones = [.. Enumerable.Repeat(1f, 256)];
        float[] first = Run(device, ones, 0.5f, 0x100, 1, inPlace: false);
        Assert.Equal(first, Run(device, ones, 0.5f, 0x100, 1, inPlace: false));
        float[][] others = [Run(device, ones, 0.5f, 0x100, 2, inPlace: false), Run(device, ones, 0.5f, 0x101, 1, inPlace: false), Run(device, ones, 0.5f, 0x100, 1, inPlace: false, Seed + 1)];
        // Independent masks agree in half of the places: 128 ± 4 deviations of 8.
        Assert.All(others, other => Assert.InRange(first.Zip(other).Count(pair => pair.First == pair.Second), 96, 160));
    }

    [Fact]
    public void Dropout_ProbabilityZero_ChangesNoBit()
    {
        float[] values = DeviceMatrices.Random(52, 100);
        DeviceMatrices.AssertSameBits(values, Run(TestDevice.Open("cpu"), values, 0f, 0x100, 1, inPlace: false), "values");
    }

    private static float[] Run(Device device, float[] values, float probability, uint purpose, uint step, bool inPlace, ulong seed = Seed)
    {
        int length = values.Length;
        using DeviceBuffer<float> from = DeviceMatrices.Upload(device, values), other = device.AllocateFloats(length);
        DeviceBuffer<float> to = inPlace ? from : other;
        device.Operations.Get(target => new Rowwise<Dropout>(target)).Run(
            new Dropout(from.View().Slice(0, length), to.View().Slice(0, length), seed, purpose, step, (uint)(probability * 4294967296.0), (float)(1 / (1 - (double)probability))),
            (length + 3) / 4,
            columns: 32);
        return DeviceMatrices.Download(device, to, length);
    }
}
