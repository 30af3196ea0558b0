using NeuralGpu.Kernels;

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
        bool hasIntercept = intercept != Intercept.None;
        if (penalty == 0)
            RequireDistinctValues(table);
        (double center, int exponent) = penalty == 0 && hasIntercept ? Range(inputs) : (0, 0);
        var design = DesignMatrix.FromPowers(table, degree, intercept, center, exponent);
        LeastSquaresSolution solution = new NormalEquations(design, table, penalty, intercept).Solve(device, cancellationToken);
        DoubleDouble[] weights = penalty == 0 && hasIntercept ? InPowersOfX(solution.Weights, outputs, center, exponent) : solution.Weights;
        return FitReport.Create(table, solution, weights, hasIntercept);
    }

    private static (double Center, int Exponent) Range(double[] values)
    {
        double center = (values.Min() / 2) + (values.Max() / 2);
        double halfWidth = values.Max(value => Math.Abs(value - center));
        return (center, halfWidth == 0 ? 0 : Math.ILogB(halfWidth));
    }

    /// <summary>Σ uₖ((x − c)/2ᵉ)ᵏ in powers of x, by repeated synthetic division.</summary>
    private static DoubleDouble[] InPowersOfX(DoubleDouble[] weights, int targets, double center, int exponent)
    {
        DoubleDouble[] powers = [.. weights.Select((weight, at) => new DoubleDouble(Math.ScaleB(weight.High, -exponent * (at / targets)), Math.ScaleB(weight.Low, -exponent * (at / targets))))];
        int degree = (weights.Length / targets) - 1;
        for (int target = 0; target < targets; target++)
        {
            for (int lowest = 0; lowest < degree; lowest++)
            {
                for (int k = degree - 1; k >= lowest; k--)
                    powers[(k * targets) + target] = DoubleDouble.MultiplyAdd(-center, powers[((k + 1) * targets) + target], powers[(k * targets) + target]);
            }
        }
        return powers;
    }

    private void RequireDistinctValues(SampleTable table)
    {
        bool hasIntercept = intercept != Intercept.None;
        int needed = hasIntercept ? degree + 1 : degree;
        int found = table.Inputs.Where(value => hasIntercept || value != 0).Distinct().Count();
        if (found >= needed)
            return;
        string name = Quoted.Text(table.Names[0]);
        string kind = hasIntercept ? "different" : "different non-zero";
        string[] dependent = [.. Enumerable.Range(degree - (needed - found) + 1, needed - found).Select(k => k == 1 ? table.Names[0] : $"{table.Names[0]}^{k}")];
        throw new SingularSystemException($"{name} has {found} {kind} value{(found == 1 ? "" : "s")}, but a polynomial of degree {degree} needs at least {needed}, so {string.Join(", ", dependent.Select(Quoted.Text))} cannot be told from the lower powers. Use a lower degree, or a penalty.", dependent, found);
    }
}
