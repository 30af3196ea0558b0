namespace NeuralGpu;

/// <summary>Least squares: minimises C(W) = 1/(2n) Σ ‖y − xW‖² by the normal equations W* = (XᵀX)⁻¹XᵀY. Book, (1.3)–(1.6).</summary>
/// <remarks>Needs linearly independent columns. The same result, bit for bit, on every device and for any number of threads.</remarks>
public sealed class LinearRegression
{
    private readonly Device device;
    private readonly Intercept intercept;

    /// <summary>Makes a trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="intercept">Free or none.</param>
    /// <exception cref="ArgumentException">The intercept is penalised: there is no penalty here.</exception>
    public LinearRegression(Device device, Intercept intercept = Intercept.Free)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (intercept is not (Intercept.Free or Intercept.None))
            throw new ArgumentException($"Least squares has no penalty, so its intercept is {Intercept.Free} or {Intercept.None}, not {intercept}; use {nameof(RidgeRegression)} for a penalty.", nameof(intercept));
        this.device = device;
        this.intercept = intercept;
    }

    /// <summary>Fits a model and waits for it.</summary>
    /// <param name="inputs">X without the column of ones, [rows × features], row-major.</param>
    /// <param name="features">Number of features, at least 1.</param>
    /// <param name="targets">Y, [rows × outputs], row-major.</param>
    /// <param name="outputs">Number of targets a row, at least 1; each is fitted by itself.</param>
    /// <param name="featureNames">What messages call the features; null: by their number.</param>
    /// <param name="cancellationToken">Gives up between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">There is no row, lengths do not fit, or a value is not finite.</exception>
    /// <exception cref="SingularSystemException">Columns are linearly dependent, or there are fewer rows than coefficients.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinearFit Fit(double[] inputs, int features, double[] targets, int outputs = 1, IReadOnlyList<string>? featureNames = null, CancellationToken cancellationToken = default)
    {
        var table = new SampleTable(inputs, features, targets, outputs, featureNames);
        var solver = new LeastSquaresSolver(device, new LeastSquaresOptions { Intercept = intercept });
        return FitReport.Create(table, solver.SolveTable(table, cancellationToken), 0, intercept);
    }
}
