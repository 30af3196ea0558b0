using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The residuals of some chunks of rows, and each chunk's sums: residuals side by side in the rows, products side by side in the columns, so that every lane is one of the contract's chains.</summary>
internal unsafe struct ResidualChunkJob<TLanes, TVector> : IParallelJob
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    // Columns whose elements are turned to lie side by side in the rows at a time.
    private const int TurnedColumns = 64;

    public ResidualShape Shape;
    public double* Data;
    public double* NegativeCoefficients;
    public double* RowWeights;
    public double* ResidualsHigh;
    public double* ResidualsLow;
    public double* Scratch;
    public double* Sums;
    public long SumsLength;
    public long PaddedColumns;
    public int FirstChunk;
    public int Chunks;

    /// <summary>Numbers of scratch memory for each part: turned columns, a chunk's residuals and weighted residuals, and its last columns filled up to a register.</summary>
    public static long ScratchLength => (TurnedColumns * GroupRows) + (4 * DotProduct.ChunkLength) + (2L * DotProduct.ChunkLength * TLanes.Count);

    // Rows whose chains run at the same time: four registers hide the latency of one chain.
    private static int GroupRows => 4 * TLanes.Count;

    public readonly void Invoke(int part, int parts)
    {
        double* turned = Scratch + (part * ScratchLength);
        double* residuals = turned + (TurnedColumns * GroupRows);
        double* edge = residuals + (4 * DotProduct.ChunkLength);
        int end = (int)((long)Chunks * (part + 1) / parts);
        for (int chunk = (int)((long)Chunks * part / parts); chunk < end; chunk++)
        {
            int first = (FirstChunk + chunk) * DotProduct.ChunkLength;
            int rows = Math.Min(DotProduct.ChunkLength, Shape.Rows - first);
            double* sums = Sums + (chunk * 2 * SumsLength);
            int whole = Shape.Columns / TLanes.Count * TLanes.Count;
            if (whole < Shape.Columns)
                CopyEdge(first, rows, whole, edge);
            for (int output = 0; output < Shape.Targets; output++)
            {
                for (int row = 0; row < rows; row += GroupRows)
                    ComputeResiduals(first + row, Math.Min(GroupRows, rows - row), output, turned, residuals + row);
                Finish(first, rows, output, residuals, sums + (Shape.Targets * PaddedColumns) + output);
                double* products = sums + (output * PaddedColumns);
                double* block = Data + ((long)first * Shape.Stride);
                int column = 0;
                for (; column + (4 * TLanes.Count) <= whole; column += 4 * TLanes.Count)
                    FourProducts(block + column, rows, residuals, products + column);
                for (; column < whole; column += TLanes.Count)
                    OneProduct(block + column, Shape.Stride, Shape.Width, rows, residuals, products + column);
                if (whole < Shape.Columns)
                    OneProduct(edge, 2 * TLanes.Count, TLanes.Count, rows, residuals, products + whole);
            }
        }
    }

    // Rows beyond the last are computed from zeros and not looked at.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void ComputeResiduals(int first, int rows, int output, double* turned, double* residuals)
    {
        double* low = residuals + DotProduct.ChunkLength;
        double* start = Data + ((long)first * Shape.Stride);
        for (int row = 0; row < GroupRows; row++)
        {
            residuals[row] = row < rows ? start[((long)row * Shape.Stride) + Shape.Columns + output] : 0;
            low[row] = row < rows && Shape.Parts == 2 ? start[((long)row * Shape.Stride) + Shape.Width + Shape.Columns + output] : 0;
        }
        int count = TLanes.Count;
        var r0 = DoubleDoubleVector<TLanes, TVector>.Load(residuals, low);
        var r1 = DoubleDoubleVector<TLanes, TVector>.Load(residuals + count, low + count);
        var r2 = DoubleDoubleVector<TLanes, TVector>.Load(residuals + (2 * count), low + (2 * count));
        var r3 = DoubleDoubleVector<TLanes, TVector>.Load(residuals + (3 * count), low + (3 * count));
        for (int part = 0; part < Shape.Parts; part++)
        {
            double* coefficients = NegativeCoefficients + (2L * output * Shape.Columns);
            for (int column = 0; column < Shape.Columns; column += TurnedColumns)
            {
                int columns = Math.Min(TurnedColumns, Shape.Columns - column);
                RowTurning.Turn(start + ((long)part * Shape.Width) + column, Shape.Stride, rows, columns, GroupRows, turned);
                double* x = turned;
                for (int j = 0; j < columns; j++)
                {
                    var coefficient = new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(coefficients[0]), TLanes.Constant(coefficients[1]));
                    r0 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x), coefficient, r0);
                    r1 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x + count), coefficient, r1);
                    r2 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x + (2 * count)), coefficient, r2);
                    r3 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x + (3 * count)), coefficient, r3);
                    coefficients += 2;
                    x += GroupRows;
                }
            }
        }
        r0.Store(residuals, low);
        r1.Store(residuals + count, low + count);
        r2.Store(residuals + (2 * count), low + (2 * count));
        r3.Store(residuals + (3 * count), low + (3 * count));
    }

    /// <summary>Writes a chunk's residuals, weights them and adds up the squares.</summary>
    private readonly void Finish(int first, int rows, int output, double* residuals, double* squares)
    {
        double* low = residuals + DotProduct.ChunkLength;
        double* weightedHigh = low + DotProduct.ChunkLength;
        double* weightedLow = weightedHigh + DotProduct.ChunkLength;
        var sum = new DoubleDouble(0, 0);
        for (int row = 0; row < rows; row++)
        {
            long at = ((long)(first + row) * Shape.Targets) + output;
            var residual = new DoubleDouble(residuals[row], low[row]);
            ResidualsHigh[at] = residual.High;
            ResidualsLow[at] = residual.Low;
            DoubleDouble weighted = RowWeights is null ? residual : DoubleDouble.Multiply(RowWeights[first + row], residual);
            weightedHigh[row] = weighted.High;
            weightedLow[row] = weighted.Low;
            sum = DoubleDouble.MultiplyAdd(residual, weighted, sum);
        }
        squares[0] = sum.High;
        squares[SumsLength] = sum.Low;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void FourProducts(double* x, int rows, double* residuals, double* products)
    {
        double* weightedHigh = residuals + (2 * DotProduct.ChunkLength);
        double* weightedLow = weightedHigh + DotProduct.ChunkLength;
        int count = TLanes.Count;
        DoubleDoubleVector<TLanes, TVector> zero = DoubleDoubleVector<TLanes, TVector>.Constant(default);
        DoubleDoubleVector<TLanes, TVector> p0 = zero, p1 = zero, p2 = zero, p3 = zero;
        for (int row = 0; row < rows; row++)
        {
            var weighted = new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(weightedHigh[row]), TLanes.Constant(weightedLow[row]));
            double* from = x;
            for (int part = 0; part < Shape.Parts; part++)
            {
                p0 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(from), weighted, p0);
                p1 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(from + count), weighted, p1);
                p2 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(from + (2 * count)), weighted, p2);
                p3 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(from + (3 * count)), weighted, p3);
                from += Shape.Width;
            }
            x += Shape.Stride;
        }
        p0.Store(products, products + SumsLength);
        p1.Store(products + count, products + SumsLength + count);
        p2.Store(products + (2 * count), products + SumsLength + (2 * count));
        p3.Store(products + (3 * count), products + SumsLength + (3 * count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void OneProduct(double* x, long stride, int lowOffset, int rows, double* residuals, double* products)
    {
        double* weightedHigh = residuals + (2 * DotProduct.ChunkLength);
        double* weightedLow = weightedHigh + DotProduct.ChunkLength;
        DoubleDoubleVector<TLanes, TVector> product = DoubleDoubleVector<TLanes, TVector>.Constant(default);
        for (int row = 0; row < rows; row++)
        {
            var weighted = new DoubleDoubleVector<TLanes, TVector>(TLanes.Constant(weightedHigh[row]), TLanes.Constant(weightedLow[row]));
            product = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x), weighted, product);
            if (Shape.Parts == 2)
                product = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(TLanes.Load(x + lowOffset), weighted, product);
            x += stride;
        }
        product.Store(products, products + SumsLength);
    }

    // The columns from a multiple of the register's length on, high parts and low parts, filled up with zeros.
    private readonly void CopyEdge(int first, int rows, int column, double* edge)
    {
        new Span<double>(edge, 2 * rows * TLanes.Count).Clear();
        for (int row = 0; row < rows; row++)
        {
            double* from = Data + ((long)(first + row) * Shape.Stride);
            double* to = edge + (2L * row * TLanes.Count);
            for (int part = 0; part < Shape.Parts; part++)
            {
                for (int j = column; j < Shape.Columns; j++)
                    to[(part * TLanes.Count) + j - column] = from[(part * Shape.Width) + j];
            }
        }
    }
}
