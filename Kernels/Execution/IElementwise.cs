namespace NeuralGpu.Kernels;

/// <summary>An operation that treats every index alike and independently.</summary>
/// <remarks>Written once: the host calls it with SIMD lanes, a kernel with <see cref="KernelLanes"/>.</remarks>
public interface IElementwise
{
    /// <summary>Does the <c>TLanes.Count</c> indices from <paramref name="index"/> on.</summary>
    void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
