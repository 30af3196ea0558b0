namespace NeuralGpu;

/// <summary>What λ may be.</summary>
internal static class RidgePenalty
{
    /// <summary>Refuses a penalty that is not a positive finite number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Require(double penalty, string withoutPenalty, string name)
    {
        if (penalty == 0)
            throw new ArgumentOutOfRangeException(name, penalty, $"A penalty of 0 is no penalty: {withoutPenalty}");
        if (!(penalty > 0) || !double.IsFinite(penalty))
            throw new ArgumentOutOfRangeException(name, penalty, "The penalty must be a finite number above 0.");
    }
}
