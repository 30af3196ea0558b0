using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Hinge, squared hinge and logistic loss and their gradients against binary64, on every device.</summary>
public class MarginLossTests
{
    // Around the kink, where e⁻ᵐ ends, and where it would overflow.
    private static readonly float[] Margins = [0f, 1e-30f, 0.5f, 0.99999994f, 1f, 1.0000001f, 2f, 17f, 50f, 88f, 104f, 1e4f, 1e10f, 1e19f, 1e38f, 3e38f];

    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Hinge_AnyMargin_AgreesWithBinary64(string name)
        => Check<Kernels.Hinge>(name, m => Math.Max(0, 1 - m), m => m < 1 ? -1 : 0);

    [Theory]
    [MemberData(nameof(Devices))]
    public void SquaredHinge_AnyMargin_AgreesWithBinary64(string name)
        => Check<Kernels.SquaredHinge>(name, m => 0.5 * Math.Pow(Math.Max(0, 1 - m), 2), m => Math.Min(0, m - 1));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Logistic_AnyMargin_AgreesWithBinary64AndOverflowsForNone(string name)
        => Check<LogisticMargin>(name, m => Math.Max(0, -m) + Math.Log(1 + Math.Exp(-Math.Abs(m))), m => -1 / (1 + Math.Exp(m)));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Logistic_LargeMargins_KeepTheirTinyLoss(string name)
    {
        (float[] deltas, float[] losses) = Run<LogisticMargin>(TestDevice.Open(name), [20f, 60f, 100f], [1f, 1f, 1f], 3, 1);
        for (int i = 0; i < 3; i++)
        {
            double expected = Math.Exp(-(20 + (40 * i))); // ln(1 + t) = t for such t
            Assert.Equal(expected, losses[i], (1e-6 * expected) + 1e-45);
            Assert.Equal(-expected, deltas[i], (1e-6 * expected) + 1e-45);
        }
    }

    [Fact]
    public void Deltas_CentralDifferences_Agree()
    {
        // Steps of 1/64 are exact; the points are further from the kink than a step.
        float[] z = [-3f, -1.25f, -0.5f, 0.25f, 0.75f, 1.5f, 2.5f];
        float[] y = [1f, -1f, 1f, -1f, 1f, 1f, -1f];
        Difference<Kernels.Hinge>(1e-5);
        Difference<Kernels.SquaredHinge>(1e-4);
        Difference<LogisticMargin>(2e-5);

        void Difference<TFunction>(double tolerance)
            where TFunction : struct, IMarginFunction
        {
            const float Step = 1f / 64;
            Device device = TestDevice.Open("cpu");
            float[] deltas = Run<TFunction>(device, z, y, z.Length, 1).Deltas;
            float[] up = Run<TFunction>(device, [.. z.Select(value => value + Step)], y, z.Length, 1).Losses, down = Run<TFunction>(device, [.. z.Select(value => value - Step)], y, z.Length, 1).Losses;
            for (int i = 0; i < z.Length; i++)
                Assert.Equal(((double)up[i] - down[i]) / (2 * Step), deltas[i], tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Losses_NaN_Show(string name)
    {
        Device device = TestDevice.Open(name);
        float[] z = [float.NaN, 1f, 0f, float.NaN], y = [1f, -1f, -1f, 1f];
        Assert.All(Run<Kernels.Hinge>(device, z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(Run<Kernels.SquaredHinge>(device, z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.All(Run<LogisticMargin>(device, z, y, 2, 2).Losses, loss => Assert.True(float.IsNaN(loss)));
    }

    private static void Check<TFunction>(string name, Func<double, double> loss, Func<double, double> slope)
        where TFunction : struct, IMarginFunction
    {
        Device device = TestDevice.Open(name);
        float[] margins = [.. Margins, .. Margins.Select(margin => -margin)];
        foreach ((int rows, int columns) in name == "simulator" ? [(2, 3)] : new[] { (32, 1), (16, 2), (5, 7), (4, 17), (3, 300) })
        {
            float[] y = [.. Enumerable.Range(0, rows * columns).Select(i => i % 3 == 0 ? -1f : 1f)];
            // One column: the extremes; several: moderate scores, whose sums can be compared.
            float[] z = columns == 1 ? [.. margins.Take(rows).Select((margin, i) => margin * y[i])] : [.. DeviceMatrices.Random(81, y.Length).Select(value => 4 * value)];
            (float[] deltas, float[] losses) = Run<TFunction>(device, z, y, rows, columns);
            for (int row = 0; row < rows; row++)
            {
                double expected = Enumerable.Range(row * columns, columns).Sum(i => loss((double)y[i] * z[i]));
                if (expected > float.MaxValue)
                    Assert.Equal(float.PositiveInfinity, losses[row]); // ½m² of the squared hinge
                else
                    Assert.Equal(expected, losses[row], 2e-6 * Math.Max(1, expected));
                for (int i = row * columns; i < (row + 1) * columns; i++)
                    Assert.Equal(y[i] * slope((double)y[i] * z[i]), deltas[i], 2e-6 * Math.Max(1, Math.Abs(slope((double)y[i] * z[i]))));
            }
        }
    }

    private static (float[] Deltas, float[] Losses) Run<TFunction>(Device device, float[] z, float[] y, int rows, int columns)
        where TFunction : struct, IMarginFunction
    {
        using DeviceBuffer<float> outputs = DeviceMatrices.Upload(device, z), targets = DeviceMatrices.Upload(device, y);
        using DeviceBuffer<float> deltas = device.AllocateFloats(z.Length), losses = device.AllocateFloats(rows);
        device.Operations.Get(target => new Rowwise<MarginLoss<TFunction>>(target)).Run(new MarginLoss<TFunction>(new LossOperands(outputs.AsMatrix(rows, columns), targets.View(), deltas.View(), losses.View())), rows, columns);
        return (DeviceMatrices.Download(device, deltas, z.Length), DeviceMatrices.Download(device, losses, rows));
    }
}
