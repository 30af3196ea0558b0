using ILGPU;
using ILGPU.IR.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>Where the threads of a group wait for each other before they read what the others have written to shared memory.</summary>
/// <remarks>ILGPU 1.5.3's own barrier is <c>barrier(CLK_GLOBAL_MEM_FENCE)</c> in OpenCL C, which promises nothing of local memory. This one is generated (<see cref="IeeeIntrinsics"/>) as <c>bar.sync 0</c> and as <c>barrier(CLK_LOCAL_MEM_FENCE)</c>.</remarks>
internal static class SharedBarrier
{
    /// <summary>Waits; every thread of the group must come here.</summary>
    [IntrinsicImplementation]
    public static void Wait() => Group.Barrier();
}
