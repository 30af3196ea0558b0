using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The launches of an operation in their order, and the same operation on the host.</summary>
/// <param name="Launches">The launches.</param>
/// <param name="OnHost">Runs the operation on the arguments' memory.</param>
internal sealed record PtxCall(IReadOnlyList<PtxLaunch> Launches, Action<ExecutionTarget> OnHost)
{
    /// <summary>An operation that is one launch.</summary>
    public PtxCall(PtxLaunch launch, Action<ExecutionTarget> onHost)
        : this([launch], onHost)
    {
    }
}
