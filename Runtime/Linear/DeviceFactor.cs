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
        double[][] upper = [.. Enumerable.Range(0, typeof(T) == typeof(Binary64) ? 1 : 2).Select(_ => new double[lower.LongLength])];
        foreach ((int row, int column) in new LowerTriangle(size))
        {
            DoubleDouble value = lower[((long)row * size) + column].Wide;
            upper[0][((long)column * size) + row] = value.High;
            if (upper.Length > 1)
                upper[1][((long)column * size) + row] = value.Low;
        }
        factor = [.. upper.Select(Upload)];
    }

    /// <summary>Replaces the matrix by R and writes L to the lower triangle, the rest of which is left; rows of dependent columns are 0.</summary>
    public void Compute(T[] lower, double tolerance)
    {
        DeviceBuffer<double>[] diagonals = [.. factor.Select(_ => device.AllocateDoubles(2L * size))];
        if (factor.Length == 1)
            device.Operations.Get(target => new BlockedCholesky(target)).Run(factor[0].AsMatrix(size, size), diagonals[0].View(), tolerance, 0);
        else
            device.Operations.Get(target => new DoubleDoubleCholesky(target)).Run((factor[0].AsMatrix(size, size), factor[1].AsMatrix(size, size)), (diagonals[0].View(), diagonals[1].View()), tolerance, 0);
        double[][] upper = Download(factor);
        foreach ((int row, int column) in new LowerTriangle(size))
        {
            long at = ((long)column * size) + row;
            lower[((long)row * size) + column] = T.From(new DoubleDouble(upper[0][at], upper.Length > 1 ? upper[1][at] : 0));
        }
        foreach (DeviceBuffer<double> diagonal in diagonals)
            diagonal.Dispose();
    }

    /// <summary>The lengths of L⁻¹b for as many b as there are rows.</summary>
    /// <param name="right">One b by its number.</param>
    public double[] SolvedLengths(Func<int, DoubleDouble[]> right)
    {
        double[][] columns = [.. factor.Select(_ => new double[(long)size * size])];
        for (int column = 0; column < size; column++)
        {
            DoubleDouble[] values = right(column);
            for (int row = 0; row < size; row++)
            {
                columns[0][((long)row * size) + column] = values[row].High;
                if (columns.Length > 1)
                    columns[1][((long)row * size) + column] = values[row].Low;
            }
        }
        DeviceBuffer<double>[] solved = [.. columns.Select(Upload)];
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
