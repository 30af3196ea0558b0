namespace NeuralGpu.Kernels;

/// <summary>An operation that treats every index alike and independently.</summary>
/// <remarks>Written once: the host calls it with SIMD lanes, a kernel with <see cref="KernelLanes"/>.</remarks>
public interface IElementwise
{
    /// <summary>Does the <c>TLanes.Count</c> indices from <paramref name="index"/> on.</summary>
    void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Whether all that the operation does is to write <see cref="Value"/> to <see cref="Destination"/>, so that the host can write a long array past its caches.</summary>
    static virtual bool IsMap => false;

    /// <summary>Where the values go, one for each index; empty when the operation also reads that memory, or <see cref="IsMap"/> is false.</summary>
    FloatView Destination => default;

    /// <summary>What the values are made of, one for each index: asked for ahead of time. Empty when <see cref="IsMap"/> is false.</summary>
    FloatView Source => default;

    /// <summary>The values to write for the <c>TLanes.Count</c> indices from <paramref name="index"/> on.</summary>
    /// <exception cref="NotSupportedException"><see cref="IsMap"/> is false.</exception>
    TVector Value<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => throw new NotSupportedException("The operation is not a map.");
}
