namespace NeuralGpu.Bench;

/// <summary>What a device can do at most, measured (Williams, Waterman and Patterson, "Roofline", 2009).</summary>
/// <param name="Flops">Floating-point operations a second of fused multiply-adds that stay in registers; two each.</param>
/// <param name="Bandwidth">Bytes a second that a copy of arrays far larger than the caches reads and writes, both counted.</param>
internal sealed record Roofline(double Flops, double Bandwidth);
