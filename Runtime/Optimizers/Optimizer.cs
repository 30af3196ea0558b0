using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The rule by which a gradient changes the parameters. What it remembers between updates is part of the contract: the same bits on every device.</summary>
/// <remarks>ḡ is the mean gradient of the batch, with penalties and clipping done; ηₜ is the schedule's learning rate; t = 1, 2, … counts updates across epochs and continued fits.</remarks>
public abstract record Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>How many numbers it keeps for each parameter.</summary>
    public abstract int MomentsPerParameter { get; }

    /// <summary>Whether it treats penalised parameters (weights) in another way than those exempt (biases).</summary>
    internal virtual bool HasDecay => false;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range that its property states.</exception>
    public abstract void Validate();

    /// <summary>The numbers of one update.</summary>
    /// <param name="learningRate">ηₜ.</param>
    /// <param name="batchSize">b.</param>
    /// <param name="number">t, from 1.</param>
    internal abstract UpdateNumbers Numbers(double learningRate, int batchSize, long number);

    /// <summary>Queues one update of a run of parameters.</summary>
    internal abstract void Update(in ParameterUpdate update);

    private protected static void RequireFraction(double value, string name)
    {
        if (!(value >= 0 && value < 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1, such as 0.9.");
    }

    private protected static void RequireEpsilon(double epsilon)
    {
        // Below the smallest normal binary32 a device might as well divide by zero.
        if (!(epsilon >= 1.1754944e-38 && epsilon <= float.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon must be a positive number from 1.18e-38 to 3.4e38, such as 1e-8.");
    }
}
