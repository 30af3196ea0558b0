using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Kernels give the bits of the scalar form on every device.</summary>
public sealed class DeviceAgreementTests
{
    private static readonly string[] FunctionNames = ["x + y", "x · y", "fma(x, y, x)", "x / y", "sqrt", "exp", "log", "sigmoid", "tanh"];
    private static readonly string[] ProbeNames = ["x < y", "0 < x", "x < 0", "x = y", "0 = x", "isNaN", "log(1 + x)"];

    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ExactFunctions_OnADevice_EqualTheScalarForm(string name)
    {
        Device device = TestDevice.Open(name);
        (float[] x, float[] y) = Operands(device);
        AssertAgree(device, FunctionNames, x, y, Run<SelfTestFunctions>(device, x, y, FunctionNames.Length, (a, b, c) => new SelfTestFunctions(a, b, c)));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Selections_OnADevice_EqualTheScalarForm(string name)
    {
        Device device = TestDevice.Open(name);
        (float[] x, float[] y) = Operands(device);
        AssertAgree(device, ProbeNames, x, y, Run<ComparisonProbe>(device, x, y, ProbeNames.Length, (a, b, c) => new ComparisonProbe(a, b, c)));
    }

    [Fact]
    public void Names_OfResults_AreAsManyAsTheOperationsWrite()
        => Assert.Equal((SelfTestFunctions.Count, ComparisonProbe.Count), (FunctionNames.Length, ProbeNames.Length));

    // Special values against each other; on a quick device also random and ordinary numbers.
    private static (float[] X, float[] Y) Operands(Device device)
    {
        float[] special = TestInputs.Special;
        int shifts = device.Info.Kind == DeviceKind.Simulator ? 3 : special.Length;
        IEnumerable<float> x = Enumerable.Range(0, shifts).SelectMany(_ => special);
        IEnumerable<float> y = Enumerable.Range(0, shifts).SelectMany(shift => special.Select((_, i) => special[(i + (7 * shift)) % special.Length]));
        int random = device.Info.Kind == DeviceKind.Simulator ? 64 : 1 << 18;
        float[] ordinary = [.. TestInputs.Random(3, random).Select(value => UniformDraw.MinusOneToOne(BitConverter.SingleToUInt32Bits(value)) * 20)];
        return ([.. x, .. TestInputs.Random(1, random), .. ordinary], [.. y, .. TestInputs.Random(2, random), .. ordinary.Reverse()]);
    }

    private static (float[] Expected, float[] Actual) Run<TOperation>(Device device, float[] x, float[] y, int functions, Func<FloatView, FloatView, FloatView, TOperation> create)
        where TOperation : struct, IElementwise
    {
        using DeviceBuffer<float> first = device.AllocateFloats(x.Length);
        using DeviceBuffer<float> second = device.AllocateFloats(x.Length);
        using DeviceBuffer<float> results = device.AllocateFloats((long)x.Length * functions);
        first.Upload(x);
        second.Upload(y);
        new Elementwise<TOperation>(device.Target).Run(create(first.View(), second.View(), results.View()), x.Length);
        device.Synchronize();
        var actual = new float[x.Length * functions];
        results.Download(actual);

        Device host = TestDevice.Open("cpu");
        using DeviceBuffer<float> hostFirst = host.AllocateFloats(x.Length);
        using DeviceBuffer<float> hostSecond = host.AllocateFloats(x.Length);
        using DeviceBuffer<float> hostResults = host.AllocateFloats((long)x.Length * functions);
        hostFirst.Upload(x);
        hostSecond.Upload(y);
        TOperation operation = create(hostFirst.View(), hostSecond.View(), hostResults.View());
        for (int i = 0; i < x.Length; i++)
            operation.Invoke<ScalarLanes, float>(i);
        var expected = new float[x.Length * functions];
        hostResults.Download(expected);
        return (expected, actual);
    }

    private static void AssertAgree(Device device, string[] names, float[] x, float[] y, (float[] Expected, float[] Actual) results)
    {
        for (int f = 0; f < names.Length; f++)
            Bits.AssertSame($"{names[f]} on {device.Info.Name}", x, y, results.Expected.AsSpan(f * x.Length, x.Length), results.Actual.AsSpan(f * x.Length, x.Length));
    }
}
