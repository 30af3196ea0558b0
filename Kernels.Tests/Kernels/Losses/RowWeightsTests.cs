using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class RowWeightsTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void RowWeights_AnyShape_MultiplyLossAndDeltas(string name)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in name == "simulator" ? [(2, 3)] : new[] { (1, 1), (3, 2), (5, 7), (9, 16), (33, 17), (2, 300) })
        {
            float[] w = [.. DeviceMatrices.Random(71, rows).Select(Math.Abs)], l = DeviceMatrices.Random(72, rows), d = DeviceMatrices.Random(73, rows * columns);
            w[0] = 0f;
            using DeviceBuffer<float> weights = DeviceMatrices.Upload(device, w), losses = DeviceMatrices.Upload(device, l), deltas = DeviceMatrices.Upload(device, d);
            device.Operations.Get(target => new Rowwise<RowWeights>(target)).Run(new RowWeights(weights.View(), losses.View(), deltas.AsMatrix(rows, columns)), rows, columns);
            DeviceMatrices.AssertSameBits([.. l.Select((value, i) => w[i] * value)], DeviceMatrices.Download(device, losses, rows), $"losses of {rows}x{columns}");
            DeviceMatrices.AssertSameBits([.. d.Select((value, i) => w[i / columns] * value)], DeviceMatrices.Download(device, deltas, d.Length), $"deltas of {rows}x{columns}");
        }
    }
}
