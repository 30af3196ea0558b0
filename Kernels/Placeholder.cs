namespace NeuralGpu.Kernels;

internal static class Placeholder;
