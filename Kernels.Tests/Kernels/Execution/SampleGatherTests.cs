using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class SampleGatherTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_AnyOrder_CopiesTheSamplesInOneLaunch(string name)
    {
        Device device = TestDevice.Open(name);
        Check(device, 1, 1, 1, weighted: false);
        Check(device, 5, 3, 7, weighted: true);
        Check(device, 37, 784, 10, weighted: false);
        Check(device, 300, 130, 1, weighted: true);
        Check(device, 0, 3, 2, weighted: true);
    }

    [Fact]
    public void Run_OnTheSimulator_CopiesTheSamples() => Check(TestDevice.Open("simulator"), 5, 3, 2, weighted: true);

    [Fact]
    public void Run_OtherWidths_AreRefused()
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> buffer = device.AllocateFloats(100);
        using DeviceBuffer<int> order = device.AllocateInts(4);
        var gather = new SampleGather(device.Target);
        var source = new Samples(buffer.AsMatrix(9, 5), buffer.AsMatrix(9, 2));
        Assert.Throws<ArgumentException>(() => gather.Run(source, order.Elements, new Samples(buffer.AsMatrix(4, 4), buffer.AsMatrix(4, 2))));
        Assert.Throws<ArgumentException>(() => gather.Run(source, order.Elements, new Samples(buffer.AsMatrix(4, 5), buffer.AsMatrix(4, 1))));
        Assert.Throws<ArgumentException>(() => gather.Run(source, order.Elements, new Samples(buffer.AsMatrix(3, 5), buffer.AsMatrix(3, 2))));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => gather.Run(source, order.Elements, new Samples(buffer.AsMatrix(4, 5), buffer.AsMatrix(4, 2), buffer.View())));
        Assert.Contains("4 samples of 5 inputs, 2 targets and 1 weights", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Samples(buffer.AsMatrix(4, 5), buffer.AsMatrix(3, 2)));
        Assert.Throws<ArgumentException>(() => new Samples(buffer.AsMatrix(4, 5), buffer.AsMatrix(4, 2), buffer.View().Slice(0, 3)));
    }

    private static void Check(Device device, int count, int features, int outputs, bool weighted)
    {
        const int Spare = 3;
        int samples = count + Spare;
        float[] inputs = DeviceMatrices.Random(1, samples * features), targets = DeviceMatrices.Random(2, samples * outputs), weights = DeviceMatrices.Random(3, samples);
        // Backwards from the last, with the first one twice.
        int[] numbers = [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? 0 : samples - 1 - (i % 2 * 2) - (i / 2))];
        using DeviceBuffer<float> dx = DeviceMatrices.Upload(device, inputs), dy = DeviceMatrices.Upload(device, targets), dw = DeviceMatrices.Upload(device, weights);
        using DeviceBuffer<float> x = device.AllocateFloats(count * features), y = device.AllocateFloats(count * outputs), w = device.AllocateFloats(count);
        using DeviceBuffer<int> order = device.AllocateInts(count);
        order.Upload(numbers);
        (MatrixView fromX, MatrixView fromY, MatrixView toX, MatrixView toY) = (dx.AsMatrix(samples, features), dy.AsMatrix(samples, outputs), x.AsMatrix(count, features), y.AsMatrix(count, outputs));
        long launches = device.Target.Launches;

        device.Operations.Get(target => new SampleGather(target)).Run(
            weighted ? new Samples(fromX, fromY, dw.View()) : new Samples(fromX, fromY),
            order.Elements.SubView(0, count),
            weighted ? new Samples(toX, toY, w.View()) : new Samples(toX, toY));

        Assert.Equal(count == 0 ? 0 : 1, device.Target.Launches - launches);
        Assert.Equal(numbers.SelectMany(row => inputs[(row * features)..((row + 1) * features)]), DeviceMatrices.Download(device, x, count * features));
        Assert.Equal(numbers.SelectMany(row => targets[(row * outputs)..((row + 1) * outputs)]), DeviceMatrices.Download(device, y, count * outputs));
        if (weighted)
            Assert.Equal(numbers.Select(row => weights[row]), DeviceMatrices.Download(device, w, count));
    }
}
