using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>One launch of a kernel, and the same operation on the host.</summary>
/// <param name="Arguments">The kernel's arguments.</param>
/// <param name="Blocks">Blocks of the grid.</param>
/// <param name="Threads">Threads of a block.</param>
/// <param name="OnHost">Runs the operation on the arguments' memory.</param>
internal sealed record PtxCall(object[] Arguments, int Blocks, int Threads, Action<ExecutionTarget> OnHost);
