namespace NeuralGpu;

/// <summary>Polynomial regression of one feature: least squares, or ridge, on the basis 1, x, …, xᵐ. Book, (1.8), with the term w₁x.</summary>
/// <remarks>
/// Powers are badly conditioned. They are therefore computed in double-double, and without a penalty the polynomial is fitted in (x − c)/h, with c in the middle of the data and h about half its
/// width, and then written in powers of x in double-double. A penalty depends on the basis, so with one the powers of x themselves are used.
/// The same result, bit for bit, on every device and for any number of threads.
/// </remarks>
public sealed class PolynomialRegression
{
    private readonly Device device;
    private readonly int degree;
    private readonly double penalty;
    private readonly Intercept intercept;

    /// <summary>Makes a least-squares trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="degree">m, from 1 to 64.</param>
    /// <param name="intercept">Free or none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of its range.</exception>
    /// <exception cref="ArgumentException">The intercept is penalised: there is no penalty here.</exception>
    public PolynomialRegression(Device device, int degree, Intercept intercept = Intercept.Free)
    {
        ArgumentNullException.ThrowIfNull(device);
        PolynomialFeatures.RequireDegree(degree);
        if (intercept is not (Intercept.Free or Intercept.None))
            throw new ArgumentException($"Without a penalty the intercept is {Intercept.Free} or {Intercept.None}, not {intercept}.", nameof(intercept));
        this.device = device;
        this.degree = degree;
        this.intercept = intercept;
    }

    /// <summary>Makes a ridge trainer.</summary>
    /// <param name="device">Where to compute; it must stay open while the trainer is in use.</param>
    /// <param name="degree">m, from 1 to 64.</param>
    /// <param name="penalty">λ, finite and above 0; it shrinks the coefficients of 1, x, …, xᵐ.</param>
    /// <param name="intercept">Penalised as in the book, free, or none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degree or the penalty is out of its range, or there is no such intercept.</exception>
    public PolynomialRegression(Device device, int degree, double penalty, Intercept intercept = Intercept.Penalized)
    {
        ArgumentNullException.ThrowIfNull(device);
        PolynomialFeatures.RequireDegree(degree);
        RidgePenalty.Require(penalty, "leave it out.", nameof(penalty));
        if (!Enum.IsDefined(intercept))
            throw new ArgumentOutOfRangeException(nameof(intercept), intercept, "There is no such intercept.");
        this.device = device;
        this.degree = degree;
        this.penalty = penalty;
        this.intercept = intercept;
    }

    /// <summary>Fits a polynomial and waits for it.</summary>
    /// <param name="inputs">x, [rows].</param>
    /// <param name="targets">Y, [rows × outputs], row-major.</param>
    /// <param name="outputs">Number of targets a row, at least 1; each is fitted by itself.</param>
    /// <param name="featureName">What messages call x.</param>
    /// <param name="cancellationToken">Gives up between two steps.</param>
    /// <returns>The fit; its model's features are x, x², …, xᵐ, as <see cref="PolynomialFeatures.Powers"/> gives them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of outputs is below 1.</exception>
    /// <exception cref="ArgumentException">There is no row, lengths do not fit, a value is not finite, or a power is too large for binary64.</exception>
    /// <exception cref="SingularSystemException">x has too few different values for the degree, or the powers cannot be told apart in binary64.</exception>
    /// <exception cref="DeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinearFit Fit(double[] inputs, double[] targets, int outputs = 1, string featureName = "x", CancellationToken cancellationToken = default)
    {
        var table = new SampleTable(inputs, 1, targets, outputs, [featureName]);
        PolynomialFeatures.RequirePowers(inputs, degree);
        var solver = new LeastSquaresSolver(device, new LeastSquaresOptions { Intercept = intercept, Degree = degree, Penalties = penalty > 0 ? [penalty] : [] });
        return FitReport.Create(table, solver.SolveTable(table, cancellationToken), penalty, intercept);
    }
}
