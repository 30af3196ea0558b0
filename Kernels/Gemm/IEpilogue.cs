namespace NeuralGpu.Kernels;

/// <summary>What happens to each element of a Gemm's result before it is written.</summary>
public interface IEpilogue
{
    /// <summary>Whether the result is written as it is, so that the host can leave the epilogue out.</summary>
    static abstract bool IsIdentity { get; }

    /// <summary>The elements to write at <paramref name="row"/>, from <paramref name="column"/> on, for the values α·(A·B) + β·C.</summary>
    TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
