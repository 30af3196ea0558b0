using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Losses, softmax and their gradients against binary64, on every device.</summary>
public class LossTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    // Widths beside the vectors' (4, 8, 16) and beyond a chunk of 256.
    private static IEnumerable<(int Rows, int Columns)> Shapes(string device)
        => device == "simulator" ? [(2, 3)] : [(1, 1), (3, 2), (5, 7), (9, 10), (2, 17), (33, 16), (3, 300)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void SoftmaxCrossEntropy_AnyShape_AgreesWithBinary64(string name)
        => Check(name, z => z, Softmax64, (z, y) => LogSumExp(z) - z.Zip(y, (v, t) => v * t).Sum(), (p, y) => p - y, operands => new SoftmaxCrossEntropy(operands), oneHot: true);

    [Theory]
    [MemberData(nameof(Devices))]
    public void SigmoidCrossEntropy_AnyShape_AgreesWithBinary64(string name)
        => Check(name, z => z, z => [.. z.Select(v => 1 / (1 + Math.Exp(-v)))], (z, y) => z.Zip(y, (v, t) => Math.Max(v, 0) - (v * t) + Math.Log(1 + Math.Exp(-Math.Abs(v)))).Sum(), (a, y) => a - y, operands => new SigmoidCrossEntropy(operands), oneHot: false);

    [Theory]
    [MemberData(nameof(Devices))]
    public void HalfSquaredError_Sigmoid_AgreesWithBinary64(string name)
        => Check(name, z => 0.5f + (z / 10), a => a, (a, y) => a.Zip(y, (v, t) => 0.5 * (v - t) * (v - t)).Sum(), (a, y) => (a - y) * a * (1 - a), operands => new HalfSquaredError<Kernels.Sigmoid>(operands), oneHot: false);

    [Theory]
    [MemberData(nameof(Devices))]
    public void HalfSquaredError_Tanh_AgreesWithBinary64(string name)
        => Check(name, z => z / 5, a => a, (a, y) => a.Zip(y, (v, t) => 0.5 * (v - t) * (v - t)).Sum(), (a, y) => (a - y) * (1 - (a * a)), operands => new HalfSquaredError<Kernels.Tanh>(operands), oneHot: false);

    [Theory]
    [MemberData(nameof(Devices))]
    public void HalfSquaredError_Relu_AgreesWithBinary64(string name)
        => Check(name, z => Math.Max(z, 0), a => a, (a, y) => a.Zip(y, (v, t) => 0.5 * (v - t) * (v - t)).Sum(), (a, y) => a > 0 ? a - y : 0, operands => new HalfSquaredError<Relu>(operands), oneHot: false);

    [Theory]
    [MemberData(nameof(Devices))]
    public void HalfSquaredError_Identity_AgreesWithBinary64(string name)
        => Check(name, z => z, a => a, (a, y) => a.Zip(y, (v, t) => 0.5 * (v - t) * (v - t)).Sum(), (a, y) => a - y, operands => new HalfSquaredError<Identity>(operands), oneHot: false);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Losses_EnormousOutputs_DoNotOverflow(string name)
    {
        Device device = TestDevice.Open(name);
        float[] z = [1e30f, -1e30f, 3e38f, 0f, -3e38f, 88f];
        float[] y = [1f, 0f, 1f, 0f, 0f, 1f];
        (float[] deltas, float[] losses) = Run(device, operands => new SoftmaxCrossEntropy(operands), z, y, 3, 2);
        Assert.Equal([0f, 0f, 0f], losses);
        Assert.Equal([0f, 0f, 0f, 0f, 0f, 0f], deltas);
        (deltas, losses) = Run(device, operands => new SigmoidCrossEntropy(operands), z, y, 3, 2);
        Assert.Equal(0f, losses[0]);
        Assert.Equal(Math.Log(2), losses[1], 1e-7); // from z = 0, y = 0
        Assert.Equal(Math.Exp(-88), losses[2], 1e-44); // ln(1 + e⁻⁸⁸) is not lost
        Assert.Equal([0f, 0f, 0f, 0.5f, 0f, 0f], deltas);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Losses_NaN_ShowInTheLoss(string name)
    {
        Device device = TestDevice.Open(name);
        float[] z = [float.NaN, 1f, 0f, float.NaN];
        float[] y = [1f, 0f, 0f, 1f];
        Assert.All(Run(device, operands => new SoftmaxCrossEntropy(operands), z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(Run(device, operands => new SigmoidCrossEntropy(operands), z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(Run(device, operands => new HalfSquaredError<Relu>(operands), z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
    }

    private static void Check<TOperation>(string name, Func<float, float> prepare, Func<double[], double[]> activate, Func<double[], double[], double> loss, Func<double, double, double> delta, Func<LossOperands, TOperation> create, bool oneHot)
        where TOperation : struct, IRowwise
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in Shapes(name))
        {
            float[] z = [.. DeviceMatrices.Random(1, rows * columns).Select(v => prepare(v * 4))];
            float[] y = new float[z.Length];
            for (int i = 0; i < y.Length; i++)
                y[i] = oneHot ? (i % columns == i / columns % columns ? 1f : 0f) : (i * 7 % 5) / 4f;
            (float[] deltas, float[] losses) = Run(device, create, z, y, rows, columns);
            for (int row = 0; row < rows; row++)
            {
                double[] zRow = [.. z.Skip(row * columns).Take(columns).Select(v => (double)v)];
                double[] yRow = [.. y.Skip(row * columns).Take(columns).Select(v => (double)v)];
                double[] a = activate(zRow);
                double expected = loss(zRow, yRow);
                Assert.Equal(expected, losses[row], 2e-6 * Math.Max(1, expected));
                for (int j = 0; j < columns; j++)
                    Assert.Equal(delta(a[j], yRow[j]), deltas[(row * columns) + j], 2e-6);
            }
        }
    }

    private static (float[] Deltas, float[] Losses) Run<TOperation>(Device device, Func<LossOperands, TOperation> create, float[] z, float[] y, int rows, int columns)
        where TOperation : struct, IRowwise
    {
        using DeviceBuffer<float> outputs = DeviceMatrices.Upload(device, z), targets = DeviceMatrices.Upload(device, y);
        using DeviceBuffer<float> deltas = device.AllocateFloats(z.Length), losses = device.AllocateFloats(rows);
        device.Operations.Get(target => new Rowwise<TOperation>(target)).Run(create(new LossOperands(outputs.AsMatrix(rows, columns), targets.View(), deltas.View(), losses.View())), rows, columns);
        return (DeviceMatrices.Download(device, deltas, z.Length), DeviceMatrices.Download(device, losses, rows));
    }

    private static double[] Softmax64(double[] z)
    {
        double logSum = LogSumExp(z);
        return [.. z.Select(v => Math.Exp(v - logSum))];
    }

    private static double LogSumExp(double[] z)
    {
        double max = z.Max();
        return max + Math.Log(z.Sum(v => Math.Exp(v - max)));
    }
}
