namespace NeuralGpu.Kernels;

/// <summary>A Gram matrix whose chunks are summed in binary32 and added in binary64.</summary>
internal readonly unsafe struct FloatGramTiles<TTile, TLanes, TVector> : IGramTiles<float, double>
    where TTile : struct, IPanelTile<float>
    where TLanes : struct, IVectorLanes<TVector, float>
    where TVector : struct
{
    public static int Columns => 2 * TLanes.Count;

    public static int Rows => TTile.Rows;

    public static int Planes => 1;

    public static void Pack(in GramOperands<float, double> operands, int firstRow, int rows, int panel, float* rowWeights, float* destination)
        => PanelPacking<TLanes, TVector, float>.Pack(operands, firstRow, rows, panel, rowWeights, destination);

    public static void Compute(int depth, float* left, float* right, float* tile) => TTile.Compute(depth, left, Columns, right, Columns, tile);

    public static void ComputeHalf(int depth, float* left, float* right, float* tile) => TTile.ComputeHalf(depth, left, Columns, right, Columns, tile);

    public static void Join(in GramOperands<float, double> operands, float* tileRow, long at, int count)
    {
        double* sums = operands.Gram + at;
        for (int k = 0; k < count; k++)
            sums[k] += operands.Sign * tileRow[k];
    }
}
