using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Packs rows of a panel, two registers wide, of single numbers.</summary>
internal static unsafe class PanelPacking<TLanes, TVector, TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged, INumberBase<TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pack<TSum>(in GramOperands<TElement, TSum> operands, int firstRow, int rows, int panel, TElement* rowWeights, TElement* destination)
        where TSum : unmanaged
    {
        int width = 2 * TLanes.Count;
        int first = panel * width;
        int columns = Math.Min(width, operands.Columns - first);
        TVector shiftLeft = TLanes.Load(operands.NegativeShifts + first);
        TVector shiftRight = TLanes.Load(operands.NegativeShifts + first + TLanes.Count);
        int firstOfX = first - operands.Ones;
        bool isJoined = operands.Tail is not null && (firstOfX < 0 || firstOfX + width > operands.Stride);
        TElement* from = operands.X + (firstRow * operands.Stride) + firstOfX;
        TElement* padded = stackalloc TElement[width];
        new Span<TElement>(padded, width).Clear();
        for (int row = 0; row < rows; row++)
        {
            TElement* source = from;
            if (isJoined)
            {
                Join(operands, from, firstRow + row, firstOfX, columns, padded);
                source = padded;
            }
            // What is computed from the elements of the next row is never used; only after the last row there may be none to read.
            else if (columns < width && ((operands.Rows - firstRow - row) * operands.Stride) - first < width)
            {
                for (int column = 0; column < columns; column++)
                    padded[column] = from[column];
                source = padded;
            }
            TVector left = TLanes.Add(TLanes.Load(source), shiftLeft);
            TVector right = TLanes.Add(TLanes.Load(source + TLanes.Count), shiftRight);
            if (rowWeights is not null)
            {
                TVector weight = TLanes.Constant(rowWeights[row]);
                left = TLanes.Multiply(weight, left);
                right = TLanes.Multiply(weight, right);
            }
            TLanes.Store(destination, left);
            TLanes.Store(destination + TLanes.Count, right);
            from += operands.Stride;
            destination += width;
        }
    }

    // Columns of a row that are not all X's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TSum>(in GramOperands<TElement, TSum> operands, TElement* from, int row, int firstOfX, int columns, TElement* padded)
        where TSum : unmanaged
    {
        int column = 0;
        for (; firstOfX + column < 0; column++)
            padded[column] = TElement.One;
        int endOfX = (int)Math.Min(columns, operands.Stride - firstOfX);
        for (; column < endOfX; column++)
            padded[column] = from[column];
        TElement* tail = operands.Tail + ((long)row * operands.TailStride) + firstOfX - operands.Stride;
        for (; column < columns; column++)
            padded[column] = tail[column];
    }
}
