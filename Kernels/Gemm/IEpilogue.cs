namespace NeuralGpu.Kernels;

/// <summary>What happens to each element of a Gemm's result before it is written.</summary>
public interface IEpilogue
{
    /// <summary>Whether the result is written as it is, so that the host can leave the epilogue out.</summary>
    static abstract bool IsIdentity { get; }

    /// <summary>Whether the epilogue stores what becomes of the elements and of the column sums itself, each of them once, and the result is not wanted.</summary>
    /// <remarks>There is then no α, which is 1, and no β, which is 0. What is in C and in the place of the column sums is undefined: kernels do not touch them, and the host adds chunks up there.</remarks>
    static abstract bool StoresItself { get; }

    /// <summary>Reads what is the same for all elements from the device's memory; called once, before the others.</summary>
    void Begin<TLanes>()
        where TLanes : struct, ILanes<float>;

    /// <summary>The elements to write at <paramref name="row"/>, from <paramref name="column"/> on, for the values α·(A·B) + β·C.</summary>
    TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Takes finished column sums from <paramref name="column"/> on; called only when <see cref="StoresItself"/>.</summary>
    void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
