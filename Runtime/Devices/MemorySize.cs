using System.Globalization;

namespace NeuralGpu;

/// <summary>Bytes in words, as the errors about memory have them.</summary>
internal static class MemorySize
{
    /// <summary>Mebibytes (1 048 576 bytes) with a decimal, or bytes below a tenth of one.</summary>
    public static string Format(long bytes)
        => bytes < 104_858 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");
}
