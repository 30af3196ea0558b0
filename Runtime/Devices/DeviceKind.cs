namespace NeuralGpu;

/// <summary>What a device computes with.</summary>
public enum DeviceKind
{
    /// <summary>An NVIDIA GPU through the CUDA driver.</summary>
    Cuda,

    /// <summary>An OpenCL device with OpenCL C 2.0 and a generic address space: a GPU, or a CPU through PoCL.</summary>
    OpenCL,

    /// <summary>The host's cores, with SIMD code.</summary>
    Cpu,

    /// <summary>ILGPU's CPU accelerator, which steps through kernel code thread by thread. For debugging kernels and for tiny tests: thousands of times slower than <see cref="Cpu"/>, and never chosen by itself.</summary>
    Simulator,
}
