using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A Gram matrix in binary64.</summary>
internal readonly unsafe struct DoubleGramTiles<TTile, TLanes, TVector> : IGramTiles<double>
    where TTile : struct, IPanelTile<double>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    public static int Columns => 2 * TLanes.Count;

    public static int Rows => TTile.Rows;

    public static int Planes => 1;

    public static double Negate(double value) => -value;

    public static void Pack(in GramOperands<double> operands, int firstRow, int rows, int panel, double* rowWeights, double* destination)
        => PanelPacking<TLanes, TVector, double>.Pack(operands, firstRow, rows, panel, rowWeights, destination);

    public static void Compute(int depth, double* left, double* right, double* tile) => TTile.Compute(depth, left, Columns, right, Columns, tile);

    public static void ComputeHalf(int depth, double* left, double* right, double* tile) => TTile.ComputeHalf(depth, left, Columns, right, Columns, tile);

    // sign · sum is exact, so that the fma rounds as the addition or subtraction does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(in GramOperands<double> operands, double* tileRow, long at, int count)
    {
        double* sums = operands.Gram + at;
        TVector sign = TLanes.Constant(operands.Sign);
        int k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(sums + k, TLanes.Fma(sign, TLanes.Load(tileRow + k), TLanes.Load(sums + k)));
        for (; k < count; k++)
            sums[k] += operands.Sign * tileRow[k];
    }
}
