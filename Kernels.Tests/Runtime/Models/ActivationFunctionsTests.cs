using System.Text.Json;

namespace NeuralGpu.Tests;

public class ActivationFunctionsTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void ValuesAndDerivatives_KnownTable_Agree(string name)
    {
        Device device = TestDevice.Open(name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "activations", "activation_table.json")));
        // Binary32 holds the same x only where the table says so.
        JsonElement[] rows = [.. document.RootElement.GetProperty("table").EnumerateArray().Where(row => row.GetProperty("x_float32").ValueKind == JsonValueKind.Number && row.GetProperty("x").GetDouble() == row.GetProperty("x_float32").GetDouble())];
        Assert.True(rows.Length > 20, $"Only {rows.Length} rows of the table can be used.");
        float[] z = [.. rows.Select(row => row.GetProperty("x").GetSingle())];

        float[] sigmoid = Activation.Sigmoid.Values(device, z), sigmoidSlope = Activation.Sigmoid.Derivatives(device, z);
        float[] tanh = Activation.Tanh.Values(device, z), tanhSlope = Activation.Tanh.Derivatives(device, z);
        float[] relu = Activation.Relu.Values(device, z);
        for (int i = 0; i < rows.Length; i++)
        {
            AssertNear(rows[i].GetProperty("sigmoid").GetDouble(), sigmoid[i]);
            AssertNear(rows[i].GetProperty("tanh").GetDouble(), tanh[i]);
            Assert.Equal(rows[i].GetProperty("relu").GetDouble(), relu[i]);
            // From a, whose own rounding is what is left of a derivative near 0.
            Assert.Equal(rows[i].GetProperty("sigmoid_derivative").GetDouble(), sigmoidSlope[i], 2e-7);
            Assert.Equal(rows[i].GetProperty("tanh_derivative").GetDouble(), tanhSlope[i], 4e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Derivatives_OfReluAndIdentity_AreExact(string name)
    {
        Device device = TestDevice.Open(name);
        float[] z = [float.NegativeInfinity, -1, -float.Epsilon, -0f, 0, float.Epsilon, 1, float.PositiveInfinity];

        Assert.Equal([0f, 0, 0, 0, 0, 1, 1, 1], Activation.Relu.Derivatives(device, z));
        Assert.Equal([1f, 1, 1, 1, 1, 1, 1, 1], Activation.Identity.Derivatives(device, z));
        Assert.Equal(z, Activation.Identity.Values(device, z));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Values_NaN_StaysNaN(string name)
    {
        Device device = TestDevice.Open(name);

        foreach (Activation activation in new[] { Activation.Sigmoid, Activation.Tanh, Activation.Relu, Activation.Identity })
            Assert.Equal([float.NaN], activation.Values(device, [float.NaN]));
        Assert.Equal([float.NaN], Activation.Sigmoid.Derivatives(device, [float.NaN]));
        Assert.Equal([float.NaN], Activation.Tanh.Derivatives(device, [float.NaN]));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Derivatives_EveryDevice_HaveTheBitsOfTheCpu(string name)
    {
        Device device = TestDevice.Open(name);
        float[] z = [.. DeviceMatrices.Random(3, 257).Select(value => value * 8)];

        foreach (Activation activation in new[] { Activation.Sigmoid, Activation.Tanh, Activation.Relu })
        {
            Assert.Equal(activation.Values(TestDevice.Open("cpu"), z), activation.Values(device, z));
            Assert.Equal(activation.Derivatives(TestDevice.Open("cpu"), z), activation.Derivatives(device, z));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Values_NoNumbers_GiveNone(string name)
        => Assert.Empty(Activation.Tanh.Derivatives(TestDevice.Open(name), []));

    [Fact]
    public void Values_Softmax_IsRefused()
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Activation.Softmax.Values(TestDevice.Open("cpu"), [1]));
        Assert.Contains("whole row", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertNear(double expected, float actual) => Assert.Equal(expected, actual, (1e-6 * Math.Abs(expected)) + 1e-38);
}
