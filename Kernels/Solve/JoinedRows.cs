namespace NeuralGpu.Kernels;

/// <summary>Rows [1 X Y] in the host's memory whose parts lie apart.</summary>
/// <param name="Count">Rows.</param>
/// <param name="HasOnes">Whether a column of ones comes first.</param>
/// <param name="X">[rows × features], and perhaps more.</param>
/// <param name="Features">Columns of X.</param>
/// <param name="Y">[rows × targets], and perhaps more.</param>
/// <param name="Targets">Columns of Y.</param>
public readonly record struct JoinedRows(int Count, bool HasOnes, ReadOnlyMemory<double> X, int Features, ReadOnlyMemory<double> Y, int Targets)
{
    /// <summary>All columns.</summary>
    public int Columns => (HasOnes ? 1 : 0) + Features + Targets;
}
