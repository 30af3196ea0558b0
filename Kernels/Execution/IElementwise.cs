namespace NeuralGpu.Kernels;

/// <summary>An operation that treats every index alike and independently.</summary>
/// <remarks>Written once: the host calls it with SIMD lanes, a kernel with <see cref="KernelLanes"/>.</remarks>
public interface IElementwise
{
    /// <summary>Does the <c>TLanes.Count</c> indices from <paramref name="index"/> on.</summary>
    void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Whether all that the operation does is to write <see cref="Map"/> of each number of <see cref="Source"/> to <see cref="Destination"/>, so that the host can take several registers at a time and write a long array past its caches.</summary>
    static virtual bool IsMap => false;

    /// <summary>Where a map's values go, one for each index; may be the same memory as <see cref="Source"/>. Empty when <see cref="IsMap"/> is false.</summary>
    FloatView Destination => default;

    /// <summary>What a map's values are made of, one for each index. Empty when <see cref="IsMap"/> is false.</summary>
    FloatView Source => default;

    /// <summary>The value of a map.</summary>
    /// <exception cref="NotSupportedException"><see cref="IsMap"/> is false.</exception>
    static virtual TVector Map<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => throw new NotSupportedException("The operation is not a map.");
}
