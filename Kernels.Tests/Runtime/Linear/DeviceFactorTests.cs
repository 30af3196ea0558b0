using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Factors of large systems on every device against the host's.</summary>
public sealed class DeviceFactorTests
{
    private const int Size = 70;

    [Theory]
    [MemberData(nameof(TestDevice.All), MemberType = typeof(TestDevice))]
    public void Compute_InBothPrecisions_IsTheHostsFactor(string name)
    {
        AssertFactor(TestDevice.Open(name), value => new Binary64(value), 1e-13);
        AssertFactor(TestDevice.Open(name), value => new WideReal(new DoubleDouble(value, 0)), 1e-26);
    }

    private static void AssertFactor<T>(Device device, Func<double, T> number, double tolerance)
        where T : struct, IReal<T>
    {
        // AᵀA + 70·I of small whole numbers.
        var random = new Random(71);
        int[][] columns = [.. Enumerable.Range(0, Size).Select(_ => Enumerable.Range(0, Size).Select(_ => random.Next(-3, 4)).ToArray())];
        double Element(int i, int j) => columns[i].Zip(columns[j], (a, b) => (double)a * b).Sum() + (i == j ? Size : 0);
        T[] Lower() => [.. Enumerable.Range(0, Size).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => number(Element(i, j))))];

        var host = new Factor<T>(Lower(), Size, 1e-10, (_, _) => 0);
        int buffers = device.LiveBuffers;
        using (var onDevice = new DeviceFactor<T>(device, Lower(), Size))
        {
            T[] lower = Lower();
            onDevice.Compute(lower, 1e-10);
            var large = new Factor<T>(lower, Size);
            Assert.Empty(large.Dependent);
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j <= i; j++)
                    AssertClose(host.Row(i)[j], large.Row(i)[j]);
            }
        }
        using (var onDevice = new DeviceFactor<T>(device, host.Lower, Size))
        {
            double[] lengths = onDevice.SolvedLengths(column => [.. Enumerable.Range(0, Size).Select(row => new DoubleDouble(row == column ? 1 : row == 0 ? 0.5 : 0, 0))]);
            for (int column = 0; column < Size; column++)
            {
                T[] right = [.. Enumerable.Range(0, Size).Select(row => number(row == column ? 1 : row == 0 ? 0.5 : 0))];
                host.SolveLower(right, 0);
                double expected = Math.Sqrt(right.Sum(value => value.Wide.High * value.Wide.High));
                Assert.Equal(expected, lengths[column], 1e-13 * expected);
            }
        }
        Assert.Equal(buffers, device.LiveBuffers);

        void AssertClose(T expected, T actual)
        {
            DoubleDouble difference = DoubleDouble.Add(expected.Wide, DoubleDouble.Negate(actual.Wide));
            Assert.InRange(Math.Abs(difference.High), 0, tolerance * Size);
        }
    }
}
