namespace NeuralGpu.Bench;

/// <summary>How much work one call of a benchmark is.</summary>
/// <param name="Operations">Floating-point operations; 0 where they are not what it is about.</param>
/// <param name="Bytes">Bytes that must be read and written at least.</param>
/// <param name="IsTransfer">Whether the bytes go between host and device, so that the device's own bandwidth is not their bound.</param>
public readonly record struct WorkAmount(double Operations, double Bytes, bool IsTransfer = false)
{
    /// <summary>The least seconds that a device with this roofline needs; null for transfers.</summary>
    internal double? LeastSeconds(Roofline roofline) => IsTransfer ? null : Math.Max(Operations / roofline.Flops, Bytes / roofline.Bandwidth);
}
