namespace NeuralGpu.Tests;

/// <summary>Comparison of results bit for bit, in which all NaNs are the same.</summary>
internal static class Bits
{
    public static bool Same(float a, float b)
        => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    /// <summary>Fails with the first inputs for which the results differ.</summary>
    public static void AssertSame(string what, float[] x, float[] y, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!Same(expected[i], actual[i]))
                Assert.Fail($"{what} of x = {Show(x[i])}, y = {Show(y[i])}: expected {Show(expected[i])}, found {Show(actual[i])}.");
        }
    }

    public static string Show(float value) => $"{value:R} (0x{BitConverter.SingleToUInt32Bits(value):X8})";
}
