using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The reduction of rows against plain loops, on every device.</summary>
public class RowMetricsTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    // Widths beside a chunk of 256.
    private static IEnumerable<(int Rows, int Columns)> Shapes(string device)
        => device == "simulator" ? [(4, 1), (3, 3)] : [(1, 1), (40, 1), (40, 2), (33, 10), (5, 255), (5, 256), (5, 257), (3, 700)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void RowMetrics_AnyShape_EqualsPlainLoops(string name)
    {
        Device device = TestDevice.Open(name);
        foreach ((int rows, int columns) in Shapes(name))
        {
            // Quarters, so that scores are often equal, and every fifth score is 0; some rows' targets name no class.
            float[] outputs = [.. DeviceMatrices.Random(21, rows * columns).Select((value, i) => i % 5 == 4 ? 0f : MathF.Round(value * 8) / 4 + (i % 7 == 6 ? value / 1000 : 0))];
            foreach (float rest in new[] { 0f, -1f })
            {
                float[] targets = Targets(rows, columns, rest);
                float[] actual = rest == 0f ? Run<ZeroOneCoding>(device, outputs, targets, rows, columns) : Run<SignedCoding>(device, outputs, targets, rows, columns);
                float[] expected = [.. Enumerable.Range(0, rows).SelectMany(row => PlainRow(outputs.AsSpan(row * columns, columns).ToArray(), targets.AsSpan(row * columns, columns).ToArray(), rest))];
                DeviceMatrices.AssertSameBits(expected, actual, $"{rows}x{columns}, rest {rest}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ZeroOneCoding_OneOutput_IsTheSecondClassFromOneHalfOn(string name)
    {
        float[] outputs = [0.5f, MathF.BitDecrement(0.5f), 1f, -3f, float.NaN, float.PositiveInfinity];
        float[] figures = Run<ZeroOneCoding>(TestDevice.Open(name), outputs, [1f, 1f, 0f, 0f, 0f, 0.5f], 6, 1);

        Assert.Equal([1f, 0f, 1f, 0f, 0f, 1f], Column(figures, RowMetrics.PredictedClass));
        Assert.Equal([1f, 1f, 0f, 0f, 0f, RowMetrics.NoClass], Column(figures, RowMetrics.TargetClass));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void SignedCoding_OneOutput_IsTheSignAndZeroIsWrong(string name)
    {
        float[] outputs = [float.Epsilon, -float.Epsilon, 0f, 0f, -0f, -0f, float.NaN, float.NaN, 2f];
        float[] figures = Run<SignedCoding>(TestDevice.Open(name), outputs, [1f, 1f, 1f, -1f, 1f, -1f, 1f, -1f, 0f], 9, 1);

        Assert.Equal([1f, 1f, 1f, 0f, 1f, 0f, 1f, 0f, RowMetrics.NoClass], Column(figures, RowMetrics.TargetClass));
        Assert.Equal([1f, 0f, 0f, 1f, 0f, 1f, 0f, 1f, 1f], Column(figures, RowMetrics.PredictedClass));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RowMetrics_SeveralOutputs_FirstLargestAndOneHotOnly(string name)
    {
        float[] outputs = [1f, 3f, 3f, -2f, -1f, -1f, 0f, 0f, 0f, 5f, 1f, 2f];
        float[] targets = [0f, 0f, 1f, 0f, 0f, 0f, 1f, 1f, 0f, 1f, 0f, 0.5f];
        float[] figures = Run<ZeroOneCoding>(TestDevice.Open(name), outputs, targets, 4, 3);

        Assert.Equal([1f, 1f, 0f, 0f], Column(figures, RowMetrics.PredictedClass));
        Assert.Equal([2f, RowMetrics.NoClass, RowMetrics.NoClass, RowMetrics.NoClass], Column(figures, RowMetrics.TargetClass));
        Assert.Equal([14f, 6f, 2f, 19.25f], Column(figures, RowMetrics.SquaredError)); // 1 + 9 + 4; 4 + 1 + 1; 1 + 1; 16 + 1 + 2.25
        Assert.Equal([6f, 4f, 2f, 6.5f], Column(figures, RowMetrics.AbsoluteError));
    }

    private static float[] Targets(int rows, int columns, float rest)
    {
        var targets = new float[rows * columns];
        for (int i = 0; i < targets.Length; i++)
        {
            int row = i / columns;
            bool isClass = columns == 1 ? row % 2 == 0 : i % columns == row * 3 % columns;
            targets[i] = isClass ? 1f : rest;
        }
        if (rows > 3)
            targets[3 * columns] = 0.25f;
        return targets;
    }

    private static float[] PlainRow(float[] outputs, float[] targets, float rest)
    {
        int columns = outputs.Length;
        float squares = ReferenceGemm.Dot(columns, j => outputs[j] - targets[j], j => outputs[j] - targets[j], MathF.FusedMultiplyAdd);
        float magnitudes = ReferenceGemm.Dot(columns, j => 1f, j => MathF.Abs(outputs[j] - targets[j]), (one, value, chain) => chain + value);
        if (columns == 1)
        {
            float target = targets[0] == 1f ? 1f : targets[0] == rest ? 0f : -1f;
            float predicted = rest == 0f
                ? (outputs[0] >= 0.5f ? 1f : 0f)
                : outputs[0] > 0 ? 1f : outputs[0] < 0 ? 0f : target == 0f ? 1f : 0f;
            return [squares, magnitudes, target, predicted];
        }
        bool isOneHot = targets.Count(t => t == 1f) == 1 && targets.All(t => t == 1f || t == rest);
        return [squares, magnitudes, isOneHot ? Array.IndexOf(targets, 1f) : -1f, Array.IndexOf(outputs, outputs.Max())];
    }

    private static float[] Run<TCoding>(Device device, float[] outputs, float[] targets, int rows, int columns)
        where TCoding : struct, IClassCoding
    {
        using DeviceBuffer<float> a = DeviceMatrices.Upload(device, outputs), y = DeviceMatrices.Upload(device, targets), figures = device.AllocateFloats(rows * RowMetrics.Figures);
        device.Operations.Get(target => new Rowwise<RowMetrics<TCoding>>(target)).Run(new RowMetrics<TCoding>(a.AsMatrix(rows, columns), y.View(), figures.View()), rows, columns);
        return DeviceMatrices.Download(device, figures, rows * RowMetrics.Figures);
    }

    private static IEnumerable<float> Column(float[] figures, int column) => figures.Where((_, i) => i % RowMetrics.Figures == column);
}
