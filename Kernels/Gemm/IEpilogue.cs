namespace NeuralGpu.Kernels;

/// <summary>What happens to each element of a Gemm's result before it is written.</summary>
public interface IEpilogue
{
    /// <summary>Whether the result is written as it is, so that the host can leave the epilogue out.</summary>
    static abstract bool IsIdentity { get; }

    /// <summary>Whether the epilogue stores what becomes of the elements and of the column sums itself, each of them once, and the result is not wanted.</summary>
    /// <remarks>What is then in C and in the place of the column sums is undefined: the host may leave sums of the first chunks there. Elements are known by row · n + column alone, so that a vector may go on in the next row.</remarks>
    static abstract bool StoresItself { get; }

    /// <summary>Reads what is the same for all elements from the device's memory; called once, before the others.</summary>
    void Begin<TLanes>()
        where TLanes : struct, ILanes<float>;

    /// <summary>On the host, asks for what <see cref="Apply"/> will read at an element and beside it.</summary>
    void Prefetch(int row, int column);

    /// <summary>The elements to write at <paramref name="row"/>, from <paramref name="column"/> on, for the values α·(A·B) + β·C.</summary>
    TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Takes finished column sums from <paramref name="column"/> on; called only when <see cref="StoresItself"/>.</summary>
    void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
