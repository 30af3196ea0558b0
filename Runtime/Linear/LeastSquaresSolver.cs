using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Least squares, ridge and polynomial regression by the normal equations, streamed from data of any length. Book, (1.5), (1.8) and (1.9).</summary>
/// <remarks>It climbs only as far as it must: XᵀX in binary64, refined against the data in double-double; XᵀX in double-double where the condition number asks for it. The same bits on every device, for any number of threads and any size of block.</remarks>
public sealed class LeastSquaresSolver
{
    private const long HostBlock = 1 << 20;
    private const long DeviceBlock = 1 << 24;
    private const int MostRows = 1 << 16;

    // An array's index is a 32-bit number.
    private const int MostColumns = 46_000;

    private readonly Device device;
    private readonly LeastSquaresOptions options;

    /// <summary>Makes a solver.</summary>
    /// <param name="device">Where to compute; it must stay open while the solver is in use.</param>
    /// <param name="options">What to fit.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LeastSquaresSolver(Device device, LeastSquaresOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        this.device = device;
        this.options = options;
    }

    /// <summary>Rows of a block, a multiple of 256; null: as many as suit the device. Never changes a result; settable for the tests that say so.</summary>
    internal int? RowsPerBlock { get; init; }

    /// <summary>Fits all targets and waits for it.</summary>
    /// <param name="samples">The rows; read several times.</param>
    /// <param name="progress">Told after each block of rows.</param>
    /// <param name="token">Gives up between two blocks.</param>
    /// <exception cref="ArgumentException">A degree above 1 was asked for, and there is more than one feature; or there are more than 46 000 columns.</exception>
    /// <exception cref="DataFormatException">There is no row, a value is not finite, a weight is negative, or all are 0; the row and the column are named.</exception>
    /// <exception cref="SingularSystemException">Columns are linearly dependent, or there are fewer rows than coefficients.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeastSquaresResult Solve(SampleSource samples, IProgress<SolveProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Run(samples, run => run.Solve(), progress, token);
    }

    /// <summary>Fits rows in memory under the only λ, or none, and keeps the residuals.</summary>
    internal LeastSquaresSolution SolveTable(SampleTable table, CancellationToken token)
        => Run(SampleSource.FromArrays(table.Inputs, table.Features, table.Targets, table.Outputs, featureNames: table.Names), run => run.SolveWithResiduals(), null, token);

    private static string Describe(Device device) => $"{DeviceName.Format(device.Info.Kind, device.Info.Index)} ({device.Info.Name})";

    private T Run<T>(SampleSource samples, Func<LeastSquaresRun, T> work, IProgress<SolveProgress>? progress, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (options.Degree > 1 && samples.FeatureNames.Count > 1)
            throw new ArgumentException($"A polynomial of degree {options.Degree} has one feature, but {samples.Name} has {samples.FeatureNames.Count}: {Quoted.List([.. samples.FeatureNames])}. Choose one of them, or the degree 1.", nameof(samples));
        if ((long)samples.FeatureNames.Count * options.Degree + samples.TargetNames.Count > MostColumns)
            throw new ArgumentException($"{samples.FeatureNames.Count * options.Degree} features and {samples.TargetNames.Count} targets need a matrix of their square, which must have at most {MostColumns} columns.", nameof(samples));
        if (device.HasDoubles)
            return work(RunOn(device, Describe(device), samples, progress, token));
        using Device host = Device.Open(DeviceKind.Cpu);
        return work(RunOn(host, $"{Describe(host)}, because {Describe(device)} has no binary64 arithmetic", samples, progress, token));
    }

    private LeastSquaresRun RunOn(Device computing, string computedOn, SampleSource samples, IProgress<SolveProgress>? progress, CancellationToken token)
    {
        // The host's blocks stay in its caches; another device's should be worth a transfer.
        long bytes = computing.Threads > 0 ? HostBlock : DeviceBlock;
        long width = (long)(samples.FeatureNames.Count + 1) * (options.Degree > 1 ? options.Degree : 1) + samples.TargetNames.Count;
        long chunks = Math.Max(1, bytes / (sizeof(double) * width * DotProduct.ChunkLength));
        // As many for one thread as for another.
        if (computing.Threads > 0 && chunks > computing.Threads)
            chunks -= chunks % computing.Threads;
        int rows = RowsPerBlock ?? (int)Math.Min(chunks * DotProduct.ChunkLength, samples.Rows is { } known ? Math.Max(1, (known + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength) * DotProduct.ChunkLength : MostRows);
        return new LeastSquaresRun(computing, computedOn, options, samples, new SampleBlocks(samples, Math.Min(rows, MostRows), progress, token));
    }
}
