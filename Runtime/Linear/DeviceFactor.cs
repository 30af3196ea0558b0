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
    /// <param name="lower">Packed.</param>
    /// <param name="size">Rows and columns.</param>
    public DeviceFactor(Device device, T[] lower, int size)
        : this(device, size)
    {
        for (int part = 0; part < Parts; part++)
        {
            Write(factor[part], upper =>
            {
                upper.Clear();
                foreach ((int row, int column) in new LowerTriangle(size))
                    upper[(column * size) + row] = Part(lower[LowerTriangle.Place(row, column)], part);
            });
        }
    }

    /// <summary>Takes an upper triangle to the device.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="diagonal">The matrix's diagonal.</param>
    /// <param name="row">A row from its diagonal element on, which is not read.</param>
    public DeviceFactor(Device device, T[] diagonal, UpperRow row)
        : this(device, diagonal.Length)
    {
        for (int part = 0; part < Parts; part++)
        {
            Write(factor[part], upper =>
            {
                for (int i = 0; i < size; i++)
                {
                    Span<double> to = upper.Slice(i * size, size);
                    to[..i].Clear();
                    to[i] = Part(diagonal[i], part);
                    ReadOnlySpan<T> from = row(i);
                    for (int j = 1; j < from.Length; j++)
                        to[i + j] = Part(from[j], part);
                }
            });
        }
    }

    private DeviceFactor(Device device, int size)
    {
        this.device = device;
        this.size = size;
        factor = [.. Enumerable.Range(0, Parts).Select(_ => device.AllocateDoubles((long)size * size))];
    }

    /// <summary>Row i of a matrix from its diagonal element on.</summary>
    public delegate ReadOnlySpan<T> UpperRow(int i);

    private delegate void Writer(Span<double> values);

    private static int Parts => typeof(T) == typeof(Binary64) ? 1 : 2;

    /// <summary>Replaces the matrix by R and writes L's packed triangle; rows of dependent columns are 0.</summary>
    public void Compute(T[] lower, double tolerance)
    {
        DeviceBuffer<double>[] diagonals = [.. factor.Select(_ => device.AllocateDoubles(2L * size))];
        if (factor.Length == 1)
            device.Operations.Get(target => new BlockedCholesky(target)).Run(factor[0].AsMatrix(size, size), diagonals[0].View(), tolerance, 0);
        else
            device.Operations.Get(target => new DoubleDoubleCholesky(target)).Run((factor[0].AsMatrix(size, size), factor[1].AsMatrix(size, size)), (diagonals[0].View(), diagonals[1].View()), tolerance, 0);
        device.Synchronize();
        double[]?[] downloaded = [.. factor.Select(part => part.HostElements.IsEmpty ? Download(part) : null)];
        // New memory takes its time; several threads share that too.
        device.HostLoop.Run(LowerTriangle.Bands(size), band =>
        {
            ReadOnlySpan<double> high = downloaded[0] ?? factor[0].HostElements;
            ReadOnlySpan<double> low = downloaded[^1] ?? factor[^1].HostElements;
            foreach ((int row, int column) in LowerTriangle.Band(size, band))
            {
                int at = (column * size) + row;
                lower[LowerTriangle.Place(row, column)] = T.From(new DoubleDouble(high[at], Parts == 1 ? 0 : low[at]));
            }
        });
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
        device.Synchronize();
        ReadOnlySpan<double> high = Values(solved[0]);
        var squares = new double[size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                double value = high[(row * size) + column];
                squares[column] = Math.FusedMultiplyAdd(value, value, squares[column]);
            }
        }
        foreach (DeviceBuffer<double> buffer in solved)
            buffer.Dispose();
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

    private static double Part(T value, int part) => part == 0 ? value.Wide.High : value.Wide.Low;

    private static void Write(DeviceBuffer<double> buffer, Writer write)
    {
        if (!buffer.HostElements.IsEmpty)
        {
            write(buffer.HostElements);
            return;
        }
        var values = new double[buffer.Elements.Length];
        write(values);
        buffer.Upload(values);
    }

    // Where they are, when that is the host's memory.
    private static ReadOnlySpan<double> Values(DeviceBuffer<double> buffer)
    {
        if (!buffer.HostElements.IsEmpty)
            return buffer.HostElements;
        return Download(buffer);
    }

    private static double[] Download(DeviceBuffer<double> buffer)
    {
        var values = new double[buffer.Elements.Length];
        buffer.Download(values);
        return values;
    }
}
