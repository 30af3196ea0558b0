namespace NeuralGpu.Kernels;

/// <summary>An operation that treats every row alike and independently.</summary>
/// <remarks>Written once: within a row it may use TLanes for runs of columns and TScalar for the rest and for ordered sums.</remarks>
public interface IRowwise
{
    /// <summary>Does one row.</summary>
    void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>;
}
