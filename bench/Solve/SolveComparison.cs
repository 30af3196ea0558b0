using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The host's operations of the normal equations against OpenBLAS: the same operands, the same process, run in turn.</summary>
internal sealed unsafe class SolveComparison
{
    private static readonly (int Rows, int Columns)[] Grams = [(1_000_000, 10), (1_000_000, 100), (20_000, 1_000), (8_192, 4_096)];
    private static readonly int[] Sizes = [100, 1_000, 4_000];

    private readonly int threads;
    private readonly int rounds;
    private readonly string only;
    private readonly TextWriter output;

    private SolveComparison(int threads, int rounds, string only, TextWriter output)
    {
        this.only = only;
        this.threads = threads;
        this.rounds = rounds;
        this.output = output;
    }

    /// <summary>The verb solve.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--threads", "--rounds", "--only", "--clock"]);
        Turns.UsesProcessorTime = options.Choice("--clock", "wall", "processor") == "processor";
        new SolveComparison(options.Count("--threads", Environment.ProcessorCount), options.Count("--rounds", 9), options.Text("--only", string.Empty), output).Run();
    }

    private void Run()
    {
        if (OpenBlas.IsInstalled)
            OpenBlas.SetThreads(threads);
        output.WriteLine($"Normal equations in fp64 on the host, {threads} threads, {(Turns.UsesProcessorTime ? "processor time, " : string.Empty)}medians of {rounds} rounds; peer: {(OpenBlas.IsInstalled ? OpenBlas.Configuration : "OpenBLAS is not installed (libopenblas.so.0)")}");
        output.WriteLine();
        output.WriteLine("| operation | size | ours ms | OpenBLAS ms | OpenBLAS / ours | ours GFLOP/s |");
        output.WriteLine("|---|---|---:|---:|---:|---:|");
        foreach ((int rows, int columns) in Grams)
        {
            if ($"Gram {rows}x{columns}".Contains(only, StringComparison.Ordinal))
            {
                MeasureSolution(rows, columns);
                MeasureGram(rows, columns);
            }
        }
        foreach (int size in Sizes)
        {
            if (!$"Factor {size}".Contains(only, StringComparison.Ordinal))
                continue;
            MeasureFactor(size);
            new FloatFactorTimes(threads, rounds, (operation, shape, seconds, operations) => Report(operation, shape, (seconds, 0), operations)).Run(size);
        }
    }

    // From the data to the coefficients. Ours takes y as a further column of X; the peer does what numpy does for X.T @ X, X.T @ y and a solution, with Cholesky's factor.
    private void MeasureSolution(int rows, int columns)
    {
        using var bench = new HostBench(threads);
        int width = columns + 1;
        (DoubleView data, nint addressData) = bench.AllocateUniformDoubles((long)rows * width, seed: 1);
        (_, nint addressX) = bench.AllocateUniformDoubles((long)rows * columns, seed: 2);
        (_, nint addressY) = bench.AllocateUniformDoubles(rows, seed: 3);
        for (long i = 0; i < rows; i++)
        {
            var row = new Span<double>((double*)addressData + (i * width), width);
            row[..columns].CopyTo(new Span<double>((double*)addressX + (i * columns), columns));
            ((double*)addressY)[i] = row[columns];
        }
        (DoubleView shifts, nint addressShifts) = bench.AllocateUniformDoubles(width, seed: 4);
        Clear(addressShifts, width);
        (DoubleView sums, nint addressSums) = bench.AllocateUniformDoubles((long)width * width, seed: 5);
        (DoubleView factor, nint addressFactor) = bench.AllocateUniformDoubles((long)columns * columns, seed: 6);
        (DoubleView diagonal, _) = bench.AllocateUniformDoubles(2L * columns, seed: 7);
        (DoubleView right, nint addressRight) = bench.AllocateUniformDoubles(columns, seed: 8);
        (_, nint addressPeer) = bench.AllocateUniformDoubles((long)columns * columns, seed: 9);
        (_, nint addressPeerRight) = bench.AllocateUniformDoubles(columns, seed: 10);
        var gram = new Gram(bench.Target);
        var cholesky = new BlockedCholesky(bench.Target);
        var solve = new TriangularSolve(bench.Target);

        void Ours()
        {
            Clear(addressSums, (long)width * width);
            gram.Accumulate(new DoubleMatrixView(data, rows, width), shifts, default, new DoubleMatrixView(sums, width, width));
            for (int j = 0; j < columns; j++)
            {
                var row = new ReadOnlySpan<double>((double*)addressSums + ((long)j * width), width);
                row[..columns].CopyTo(new Span<double>((double*)addressFactor + ((long)j * columns), columns));
                ((double*)addressRight)[j] = row[columns];
            }
            var matrix = new DoubleMatrixView(factor, columns, columns);
            cholesky.Run(matrix, diagonal, 0, 0);
            solve.RunTransposed(matrix, new DoubleMatrixView(right, columns, 1));
            solve.Run(matrix, new DoubleMatrixView(right, columns, 1));
        }

        Action? peer = OpenBlas.IsInstalled
            ? () =>
            {
                OpenBlas.Gram(rows, columns, (double*)addressX, (double*)addressPeer);
                OpenBlas.TransposedProduct(rows, columns, (double*)addressX, (double*)addressY, (double*)addressPeerRight);
                OpenBlas.Cholesky(columns, (double*)addressPeer);
                OpenBlas.Solve(columns, 1, (double*)addressPeer, (double*)addressPeerRight);
            }
        : null;
        Report("(XᵀX)⁻¹Xᵀy", $"{rows} × {columns}", Turns.Measure(rounds, Ours, peer), (double)rows * columns * (columns + 1));
        for (int j = 0; j < columns && peer is not null; j++)
        {
            double difference = ((double*)addressRight)[j] - ((double*)addressPeerRight)[j];
            if (!(Math.Abs(difference) <= 1e-9))
                throw new InvalidOperationException($"Coefficient {j} is {((double*)addressRight)[j]:R} here but {((double*)addressPeerRight)[j]:R} in OpenBLAS.");
        }
    }

    private void MeasureGram(int rows, int columns)
    {
        using var bench = new HostBench(threads);
        (DoubleView x, nint addressX) = bench.AllocateUniformDoubles((long)rows * columns, seed: 1);
        (DoubleView shifts, nint addressShifts) = bench.AllocateUniformDoubles(columns, seed: 2);
        (DoubleView high, nint addressHigh) = bench.AllocateUniformDoubles((long)columns * columns, seed: 3);
        (DoubleView low, nint addressLow) = bench.AllocateUniformDoubles((long)columns * columns, seed: 4);
        (_, nint addressPeer) = bench.AllocateUniformDoubles((long)columns * columns, seed: 5);
        new Span<double>((void*)addressShifts, columns).Clear();
        var matrix = new DoubleMatrixView(x, rows, columns);
        var gramHigh = new DoubleMatrixView(high, columns, columns);
        var gramLow = new DoubleMatrixView(low, columns, columns);
        var gram = new Gram(bench.Target);
        var pairs = new DoubleDoubleGram(bench.Target);
        string size = $"{rows} × {columns}";

        void Ours()
        {
            Clear(addressHigh, (long)columns * columns);
            gram.Accumulate(matrix, shifts, default, gramHigh);
        }

        void Pairs()
        {
            Clear(addressHigh, (long)columns * columns);
            Clear(addressLow, (long)columns * columns);
            pairs.Accumulate(matrix, (shifts, shifts), default, (gramHigh, gramLow));
        }

        Action? peer = OpenBlas.IsInstalled ? () => OpenBlas.Gram(rows, columns, (double*)addressX, (double*)addressPeer) : null;
        Ours();
        peer?.Invoke();
        if (peer is not null)
            RequireAgreement("XᵀX", columns, (double*)addressHigh, (double*)addressPeer, rows * Math.Pow(2, -46));
        double operations = (double)rows * columns * (columns + 1);
        Report("XᵀX", size, Turns.Measure(rounds, Ours, peer), operations);
        if ((long)rows * columns * columns <= 10_000_000_000)
            Report("XᵀX, double-double", size, Turns.Measure(Math.Min(rounds, 3), Pairs, null), operations);
        MeasureResiduals(bench, x, rows, columns);
    }

    private void MeasureResiduals(HostBench bench, DoubleView data, int rows, int columns)
    {
        // The last column is the target.
        DoubleView Zeros(long count)
        {
            (DoubleView view, nint address) = bench.AllocateUniformDoubles(count, seed: 6);
            Clear(address, count);
            return view;
        }

        int features = columns - 1;
        var coefficients = (new DoubleMatrixView(Zeros(features), features, 1), new DoubleMatrixView(Zeros(features), features, 1));
        var products = (new DoubleMatrixView(Zeros(features), features, 1), new DoubleMatrixView(Zeros(features), features, 1));
        var residuals = (new DoubleMatrixView(Zeros(rows), rows, 1), new DoubleMatrixView(Zeros(rows), rows, 1));
        var squares = (Zeros(1), Zeros(1));
        var operation = new NormalResiduals(bench.Target);
        var matrix = new DoubleMatrixView(data, rows, columns);
        (double ours, _) = Turns.Measure(rounds, () => operation.Accumulate(matrix, coefficients, default, residuals, products, squares), null);
        Report($"Xᵀ(y − Xw), double-double, {(double)rows * columns * sizeof(double) / ours / 1e9:F1} GB/s", $"{rows} × {columns}", (ours, 0), 4.0 * rows * columns);
    }

    private void MeasureFactor(int size)
    {
        using var bench = new HostBench(threads);
        long elements = (long)size * size;
        (DoubleView matrix, nint address) = bench.AllocateUniformDoubles(elements, seed: 7);
        (DoubleView diagonal, _) = bench.AllocateUniformDoubles(2L * size, seed: 8);
        (_, nint addressPeer) = bench.AllocateUniformDoubles(elements, seed: 7);
        (_, nint addressOriginal) = bench.AllocateUniformDoubles(elements, seed: 7);
        for (int i = 0; i < size; i++)
            ((double*)addressOriginal)[((long)i * size) + i] = size;
        var cholesky = new BlockedCholesky(bench.Target);
        var view = new DoubleMatrixView(matrix, size, size);

        void Restore()
        {
            Buffer.MemoryCopy((void*)addressOriginal, (void*)address, elements * sizeof(double), elements * sizeof(double));
            Buffer.MemoryCopy((void*)addressOriginal, (void*)addressPeer, elements * sizeof(double), elements * sizeof(double));
        }

        void Ours() => cholesky.Run(view, diagonal, 0, 0);

        Action? peer = OpenBlas.IsInstalled ? () => OpenBlas.Cholesky(size, (double*)addressPeer) : null;
        Restore();
        Ours();
        peer?.Invoke();
        if (peer is not null)
            RequireAgreement("Cholesky", size, (double*)address, (double*)addressPeer, size * Math.Pow(2, -46));
        Report("Cholesky", $"{size}", Turns.Measure(rounds, Ours, peer, Restore), (double)size * size * size / 3);
        Restore();
        Ours();
        peer?.Invoke();
        foreach (int targets in new[] { 1, size })
            MeasureSolve(bench, view, addressPeer, targets);
        MeasureProduct(bench, view, addressPeer);
    }

    private void MeasureSolve(HostBench bench, DoubleMatrixView factor, nint addressFactor, int targets)
    {
        int size = factor.Rows;
        (DoubleView right, _) = bench.AllocateUniformDoubles((long)size * targets, seed: 9);
        (_, nint addressPeer) = bench.AllocateUniformDoubles((long)size * targets, seed: 9);
        var solve = new TriangularSolve(bench.Target);
        var view = new DoubleMatrixView(right, size, targets);

        void Ours()
        {
            solve.RunTransposed(factor, view);
            solve.Run(factor, view);
        }

        Action? peer = OpenBlas.IsInstalled ? () => OpenBlas.Solve(size, targets, (double*)addressFactor, (double*)addressPeer) : null;
        Report("RᵀRX = B", $"{size}, {targets} right", Turns.Measure(rounds, Ours, peer), 2.0 * size * size * targets);
    }

    private void MeasureProduct(HostBench bench, DoubleMatrixView matrix, nint addressMatrix)
    {
        int size = matrix.Rows;
        (DoubleView right, nint addressRight) = bench.AllocateUniformDoubles(size, seed: 10);
        (DoubleView product, _) = bench.AllocateUniformDoubles(size, seed: 11);
        (_, nint addressPeer) = bench.AllocateUniformDoubles(size, seed: 11);
        var operation = new SymmetricProduct(bench.Target);
        Action? peer = OpenBlas.IsInstalled ? () => OpenBlas.SymmetricProduct(size, (double*)addressMatrix, (double*)addressRight, (double*)addressPeer) : null;
        Report("Ax, A symmetric", $"{size}", Turns.Measure(rounds, () => operation.Run(matrix, new DoubleMatrixView(right, size, 1), new DoubleMatrixView(product, size, 1)), peer), 2.0 * size * size);
    }

    private void Report(string operation, string size, (double Ours, double Peer) seconds, double operations)
    {
        string peer = seconds.Peer > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds.Peer * 1e3:F3} | {seconds.Peer / seconds.Ours:F2}")
            : "– | –";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {operation} | {size} | {seconds.Ours * 1e3:F3} | {peer} | {operations / seconds.Ours / 1e9:F1} |"));
        output.Flush();
    }

    private static void Clear(nint address, long count)
    {
        for (long start = 0; start < count; start += 1 << 20)
            new Span<double>((double*)address + start, (int)Math.Min(1 << 20, count - start)).Clear();
    }

    private static void RequireAgreement(string operation, int size, double* ours, double* peer, double tolerance)
    {
        for (long j = 0; j < size; j++)
        {
            for (long k = j; k < size; k++)
            {
                double difference = Math.Abs(ours[(j * size) + k] - peer[(j * size) + k]);
                if (!(difference <= tolerance))
                    throw new InvalidOperationException($"{operation}: element ({j}, {k}) is {ours[(j * size) + k]:R} here but {peer[(j * size) + k]:R} in OpenBLAS; they may differ by {tolerance:G3}.");
            }
        }
    }
}
