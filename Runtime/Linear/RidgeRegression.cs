namespace NeuralGpu;

/// <summary>Ridge regression: minimises C(W) = 1/(2n) Σ ‖y − xW‖² + λ/2·‖W‖², W* = (XᵀX/n + λI)⁻¹(XᵀY/n). Book, (1.9).</summary>
/// <remarks>λ is scikit-learn's alpha divided by the number of rows. The same result, bit for bit, on every device and for any number of threads.</remarks>
public sealed class RidgeRegression
{
    private readonly Device device;
    private readonly double penalty;
    private readonly Intercept intercept;

    /// <summary>Makes a trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="penalty">λ, finite and above 0.</param>
    /// <param name="intercept">Penalised as in the book, free as in scikit-learn, or none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is out of its range, or there is no such intercept.</exception>
    public RidgeRegression(Device device, double penalty, Intercept intercept = Intercept.Penalized)
    {
        ArgumentNullException.ThrowIfNull(device);
        RidgePenalty.Require(penalty, $"use {nameof(LinearRegression)}.", nameof(penalty));
        if (!Enum.IsDefined(intercept))
            throw new ArgumentOutOfRangeException(nameof(intercept), intercept, "There is no such intercept.");
        this.device = device;
        this.penalty = penalty;
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
    /// <exception cref="SingularSystemException">The penalty is too small to tell dependent columns apart in binary64.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinearFit Fit(double[] inputs, int features, double[] targets, int outputs = 1, IReadOnlyList<string>? featureNames = null, CancellationToken cancellationToken = default)
    {
        var table = new SampleTable(inputs, features, targets, outputs, featureNames);
        var solver = new LeastSquaresSolver(device, new LeastSquaresOptions { Intercept = intercept, Penalties = [penalty] });
        return FitReport.Create(table, solver.SolveTable(table, cancellationToken), penalty, intercept);
    }
}
