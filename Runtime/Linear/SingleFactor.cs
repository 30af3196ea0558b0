using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A large system factored in binary32 on the device, for sums that are no better themselves; its solutions are refined against the system's matrix.</summary>
/// <remarks>
/// The matrix is multiplied by powers of two from both sides, to a diagonal on [1, 4): that rounds nothing, and keeps it within the range of binary32.
/// Refinement is Higham's, "Accuracy and Stability of Numerical Algorithms", chapter 12, with the residuals in the precision of the matrix.
/// </remarks>
internal sealed class SingleFactor<T>
    where T : struct, IReal<T>
{
    // A column of which less is new has lost ten of binary32's digits; binary64 then factors the system.
    private const float SmallestPart = 1f / 1024;

    private const int MostSteps = 20;

    // Six binary digits beyond binary32.
    private const double SettledPart = 1.0 / (1 << 30);

    private readonly Device device;
    private readonly double[] lengths;
    private readonly double[] scales;

    /// <summary>Factors a symmetric matrix.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="matrix">Its packed lower triangle, which is kept.</param>
    /// <param name="lengths">The roots of its diagonal.</param>
    public SingleFactor(Device device, T[] matrix, double[] lengths)
    {
        this.device = device;
        this.lengths = lengths;
        Matrix = matrix;
        scales = [.. lengths.Select(length => length > 0 ? Math.ScaleB(1, -Math.ILogB(length)) : 1)];
        Factor = new Factor<T>(Lower(), Size);
    }

    /// <summary>The matrix's packed lower triangle.</summary>
    public T[] Matrix { get; }

    /// <summary>L; its dependent rows are those that binary32 cannot tell from others.</summary>
    public Factor<T> Factor { get; }

    private int Size => lengths.Length;

    /// <summary>Replaces a right-hand side by its solution, and says whether the refinement got there; if not, it is left as it was.</summary>
    public bool Solve(T[] right)
    {
        T[] x = [.. right];
        Factor.Solve(x);
        double previous = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            T[] changes = Residual(right, x);
            Factor.Solve(changes);
            double change = 0;
            double size = 0;
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = T.Add(x[j], changes[j]);
                size = Math.Max(size, Math.Abs(x[j].Wide.High) * lengths[j]);
                change = Math.Max(change, Math.Abs(changes[j].Wide.High) * lengths[j]);
            }
            if (change <= SettledPart * size)
            {
                x.CopyTo(right, 0);
                return true;
            }
            if (!(change < previous / 2))
                return false;
            previous = change;
        }
        return false;
    }

    /// <summary>The lengths of L⁻¹b for as many b as there are rows, in binary32 on the device.</summary>
    /// <param name="right">One b by its number.</param>
    public double[] SolvedLengths(Func<int, DoubleDouble[]> right)
    {
        var columns = new float[(long)Size * Size];
        var exponents = new int[Size];
        for (int column = 0; column < Size; column++)
        {
            // Lengths go along with a right-hand side's power of two.
            double[] values = [.. right(column).Select((value, row) => value.High * scales[row])];
            double largest = values.Max(Math.Abs);
            exponents[column] = largest > 0 ? Math.ILogB(largest) : 0;
            double scale = Math.ScaleB(1, -exponents[column]);
            for (int row = 0; row < Size; row++)
                columns[((long)row * Size) + column] = (float)(values[row] * scale);
        }
        // R of the scaled matrix is Lᵀ with its columns scaled.
        var upper = new float[(long)Size * Size];
        foreach ((int row, int column) in new LowerTriangle(Size))
            upper[((long)column * Size) + row] = (float)(Factor.Lower[LowerTriangle.Place(row, column)].Wide.High * scales[row]);
        using DeviceBuffer<float> factor = device.AllocateFloats(upper.LongLength);
        using DeviceBuffer<float> solved = device.AllocateFloats(columns.LongLength);
        factor.Upload(upper);
        solved.Upload(columns);
        device.Operations.Get(target => new FloatTriangularSolve(target)).RunTransposed(factor.AsMatrix(Size, Size), solved.AsMatrix(Size, Size));
        device.Synchronize();
        solved.Download(columns);
        var squares = new double[Size];
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                double value = columns[((long)row * Size) + column];
                squares[column] = Math.FusedMultiplyAdd(value, value, squares[column]);
            }
        }
        return [.. squares.Select((square, column) => Math.ScaleB(Math.Sqrt(square), exponents[column]))];
    }

    private T[] Lower()
    {
        var upper = new float[(long)Size * Size];
        foreach ((int row, int column) in new LowerTriangle(Size))
            upper[((long)column * Size) + row] = (float)(Matrix[LowerTriangle.Place(row, column)].Wide.High * scales[row] * scales[column]);
        using DeviceBuffer<float> factor = device.AllocateFloats(upper.LongLength);
        using DeviceBuffer<float> diagonal = device.AllocateFloats(2L * Size);
        factor.Upload(upper);
        device.Operations.Get(target => new FloatCholesky(target)).Run(factor.AsMatrix(Size, Size), diagonal.View(), SmallestPart, 0);
        device.Synchronize();
        factor.Download(upper);
        T[] lower = GC.AllocateUninitializedArray<T>(LowerTriangle.Length(Size));
        foreach ((int row, int column) in new LowerTriangle(Size))
            lower[LowerTriangle.Place(row, column)] = T.From(new DoubleDouble(upper[((long)column * Size) + row] / scales[row], 0));
        return lower;
    }

    // b − Ax; a row of the lower triangle is also a column of the upper one.
    private T[] Residual(T[] right, T[] x)
    {
        T[] rest = [.. right];
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<T> row = Matrix.AsSpan(LowerTriangle.Place(i, 0), i + 1);
            rest[i] = T.SubtractDot(rest[i], row, x.AsSpan(0, i + 1));
            T.SubtractMultiple(rest.AsSpan(0, i), x[i], row[..i]);
        }
        return rest;
    }
}
