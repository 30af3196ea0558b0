using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A Gram matrix in double-double: tiles of two rows by two vectors, whose four chains are enough to hide the latency of one.</summary>
internal readonly unsafe struct DoubleDoubleGramTiles<TLanes, TVector> : IGramTiles<double, double>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    public static int Columns => 2 * TLanes.Count;

    public static int Rows => 2;

    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pack(in GramOperands<double, double> operands, int firstRow, int rows, int panel, double* rowWeights, double* destination)
    {
        int first = panel * Columns;
        int columns = Math.Min(Columns, operands.Columns - first);
        double* padded = stackalloc double[2 * Columns];
        new Span<double>(padded, 2 * Columns).Clear();
        for (int row = 0; row < rows; row++)
        {
            double* source = operands.X + ((firstRow + row) * operands.Stride) + first;
            for (int column = 0; column < columns; column++)
            {
                padded[column] = source[column];
                padded[Columns + column] = operands.LowOffset > 0 ? source[operands.LowOffset + column] : 0;
            }
            for (int column = 0; column < Columns; column += TLanes.Count)
            {
                DoubleDoubleVector<TLanes, TVector> value = DoubleDoubleVector<TLanes, TVector>.Add(
                    DoubleDoubleVector<TLanes, TVector>.Load(padded + column, padded + Columns + column),
                    DoubleDoubleVector<TLanes, TVector>.Load(operands.NegativeShifts + first + column, operands.NegativeShiftsLow + first + column));
                if (rowWeights is not null)
                    value = DoubleDoubleVector<TLanes, TVector>.Multiply(TLanes.Constant(rowWeights[row]), value);
                value.Store(destination + column, destination + Columns + column);
            }
            destination += 2 * Columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute(int depth, double* left, double* right, double* tile)
    {
        var first = DoubleDoubleVector<TLanes, TVector>.Load(tile, tile + Columns);
        var second = DoubleDoubleVector<TLanes, TVector>.Load(tile + TLanes.Count, tile + Columns + TLanes.Count);
        var third = DoubleDoubleVector<TLanes, TVector>.Load(tile + (2 * Columns), tile + (3 * Columns));
        var fourth = DoubleDoubleVector<TLanes, TVector>.Load(tile + (2 * Columns) + TLanes.Count, tile + (3 * Columns) + TLanes.Count);
        for (; depth > 0; depth--)
        {
            var b = DoubleDoubleVector<TLanes, TVector>.Load(right, right + Columns);
            var c = DoubleDoubleVector<TLanes, TVector>.Load(right + TLanes.Count, right + Columns + TLanes.Count);
            var a = new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(left[0]), TLanes.Constant(left[Columns]));
            first = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(a, b, first);
            second = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(a, c, second);
            a = new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(left[1]), TLanes.Constant(left[Columns + 1]));
            third = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(a, b, third);
            fourth = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(a, c, fourth);
            left += 2 * Columns;
            right += 2 * Columns;
        }
        first.Store(tile, tile + Columns);
        second.Store(tile + TLanes.Count, tile + Columns + TLanes.Count);
        third.Store(tile + (2 * Columns), tile + (3 * Columns));
        fourth.Store(tile + (2 * Columns) + TLanes.Count, tile + (3 * Columns) + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ComputeHalf(int depth, double* left, double* right, double* tile)
    {
        var first = DoubleDoubleVector<TLanes, TVector>.Load(tile, tile + Columns);
        var second = DoubleDoubleVector<TLanes, TVector>.Load(tile + (2 * Columns), tile + (3 * Columns));
        for (; depth > 0; depth--)
        {
            var b = DoubleDoubleVector<TLanes, TVector>.Load(right, right + Columns);
            first = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(left[0]), TLanes.Constant(left[Columns])), b, first);
            second = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(left[1]), TLanes.Constant(left[Columns + 1])), b, second);
            left += 2 * Columns;
            right += 2 * Columns;
        }
        first.Store(tile, tile + Columns);
        second.Store(tile + (2 * Columns), tile + (3 * Columns));
    }

    public static void Join(in GramOperands<double, double> operands, double* tileRow, long at, int count)
    {
        for (int k = 0; k < count; k++)
        {
            DoubleDouble sum = DoubleDouble.Add(
                new DoubleDouble(operands.Gram[at + k], operands.GramLow[at + k]),
                new DoubleDouble(operands.Sign * tileRow[k], operands.Sign * tileRow[Columns + k]));
            operands.Gram[at + k] = sum.High;
            operands.GramLow[at + k] = sum.Low;
        }
    }
}
