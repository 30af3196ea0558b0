using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Cholesky factors and triangular solves of large systems on the device: L is Rᵀ, R being what the device computes.</summary>
internal sealed class DeviceFactor<T> : IDisposable
    where T : struct, IReal<T>
{
    /// <summary>From this number of columns on; below it the host is done before a device has begun.</summary>
    public const int SmallestSize = 256;

    private readonly Device device;
    private readonly int size;
    private readonly DeviceBuffer<double>[] factor;

    /// <summary>Takes a lower triangle to the device, as the upper one of the same symmetric matrix.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="lower">[size × size].</param>
    /// <param name="size">Rows and columns.</param>
    public DeviceFactor(Device device, T[] lower, int size)
    {
        this.device = device;
        this.size = size;
        factor = [.. Parts.Select(part => Upload(Transposed(part, (row, column) => lower[((long)row * size) + column])))];
    }

    // The high parts, and the low parts where there are any.
    private static Func<T, double>[] Parts => typeof(T) == typeof(Binary64) ? [value => value.Wide.High] : [value => value.Wide.High, value => value.Wide.Low];

    /// <summary>Replaces the matrix by R and writes L over the lower triangle; rows of dependent columns are 0.</summary>
    public void Compute(T[] lower, double tolerance)
    {
        DeviceBuffer<double>[] diagonals = [.. factor.Select(_ => device.AllocateDoubles(2L * size))];
        if (factor.Length == 1)
            device.Operations.Get(target => new BlockedCholesky(target)).Run(factor[0].AsMatrix(size, size), diagonals[0].View(), tolerance, 0);
        else
            device.Operations.Get(target => new DoubleDoubleCholesky(target)).Run((factor[0].AsMatrix(size, size), factor[1].AsMatrix(size, size)), (diagonals[0].View(), diagonals[1].View()), tolerance, 0);
        double[][] upper = Download(factor);
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                long at = ((long)column * size) + row;
                lower[((long)row * size) + column] = column > row ? default : T.From(new DoubleDouble(upper[0][at], upper.Length > 1 ? upper[1][at] : 0));
            }
        }
        foreach (DeviceBuffer<double> diagonal in diagonals)
            diagonal.Dispose();
    }

    /// <summary>The lengths of the columns of L⁻¹B.</summary>
    /// <param name="right">An element of B by its row and column; B has as many columns as rows.</param>
    public double[] SolvedLengths(Func<int, int, T> right)
    {
        DeviceBuffer<double>[] solved = [.. Parts.Select(part => Upload(Transposed(part, (row, column) => right(column, row), isWhole: true)))];
        if (factor.Length == 1)
            device.Operations.Get(target => new TriangularSolve(target)).RunTransposed(factor[0].AsMatrix(size, size), solved[0].AsMatrix(size, size));
        else
            device.Operations.Get(target => new DoubleDoubleTriangularSolve(target)).RunTransposed((factor[0].AsMatrix(size, size), factor[1].AsMatrix(size, size)), (solved[0].AsMatrix(size, size), solved[1].AsMatrix(size, size)));
        double[] high = Download(solved[..1])[0];
        foreach (DeviceBuffer<double> buffer in solved)
            buffer.Dispose();
        var squares = new double[size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                double value = high[((long)row * size) + column];
                squares[column] = Math.FusedMultiplyAdd(value, value, squares[column]);
            }
        }
        return [.. squares.Select(Math.Sqrt)];
    }

    public void Dispose()
    {
        foreach (DeviceBuffer<double> buffer in factor)
            buffer.Dispose();
    }

    private double[] Transposed(Func<T, double> part, Func<int, int, T> element, bool isWhole = false)
    {
        var upper = new double[(long)size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < (isWhole ? size : row + 1); column++)
                upper[((long)column * size) + row] = part(element(row, column));
        }
        return upper;
    }

    private DeviceBuffer<double> Upload(double[] values)
    {
        DeviceBuffer<double> buffer = device.AllocateDoubles(values.LongLength);
        buffer.Upload(values);
        return buffer;
    }

    private double[][] Download(DeviceBuffer<double>[] buffers)
    {
        device.Synchronize();
        return [.. buffers.Select(buffer =>
        {
            var values = new double[(long)size * size];
            buffer.Download(values);
            return values;
        })];
    }
}
