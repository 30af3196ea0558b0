using Xunit;

namespace NeuralGpu.Tests;

/// <summary>Asserts that input is refused with a message that says what a user needs.</summary>
internal static class Refusal
{
    public static void Of(string path, Action read, params string[] mentions)
    {
        string message = Assert.Throws<DataFormatException>(read).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("found", message, StringComparison.Ordinal);
        Assert.Contains("expected", message, StringComparison.Ordinal);
        foreach (string mention in mentions)
            Assert.Contains(mention, message, StringComparison.Ordinal);
    }
}
