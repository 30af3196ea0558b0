namespace NeuralGpu;

/// <summary>How the learning rate ηₜ follows from its constant C and the update number t = 1, 2, …, counted across epochs and continued fits. Book, (2.2).</summary>
/// <remarks>Computed in binary64 from IEEE operations only, so that ηₜ is the same on every machine.</remarks>
public abstract record Schedule
{
    /// <summary>ηₜ = C.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>ηₜ = C/√t, the book's default. Σηₜ diverges as Robbins and Monro ask, but so does Σηₜ²: their second condition is not met, and convergence rests on averaging or on strong convexity.</summary>
    public static Schedule InverseSqrt { get; } = new InverseSqrtSchedule();

    /// <summary>ηₜ = C/t; meets both Robbins–Monro conditions.</summary>
    public static Schedule Inverse { get; } = new InverseSchedule();

    /// <summary>ηₜ = C · factorᵏ with k = ⌊(t − 1)/every⌋: the rate is multiplied by the factor after every so many updates.</summary>
    /// <param name="every">Updates between two steps, at least 1.</param>
    /// <param name="factor">In (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Schedule Step(long every, double factor) => new StepSchedule(every, factor);

    /// <summary>ηₜ = C · (f + (1 − f)·½(1 + cos(π·min(t − 1, T)/T))): from C down to f·C over T updates, then f·C. Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, equation (5), without restarts.</summary>
    /// <param name="updates">T, at least 1.</param>
    /// <param name="finalFraction">f, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Schedule Cosine(long updates, double finalFraction = 0) => new CosineSchedule(updates, finalFraction);

    /// <summary>Begins with a linear warm-up, ηₜ = C·t/w for t ≤ w, and then follows this schedule as if it began at update w + 1. Goyal et al., "Accurate, large minibatch SGD", 2017, section 2.2.</summary>
    /// <param name="updates">w, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no update in the warm-up.</exception>
    public Schedule WithWarmUp(long updates) => new WarmUpSchedule(updates, this);

    /// <summary>ηₜ.</summary>
    /// <param name="constant">C.</param>
    /// <param name="update">t, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">t is below 1.</exception>
    public double At(double constant, long update)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(update, 1);
        return RateAt(constant, update);
    }

    private protected abstract double RateAt(double constant, long update);
}
