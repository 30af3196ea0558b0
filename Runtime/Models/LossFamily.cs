namespace NeuralGpu;

/// <summary>What kind of targets a loss compares with.</summary>
public static class LossFamily
{
    /// <summary>Whether the loss is a function of the margins yⱼzⱼ of targets ±1: hinge, squared hinge, logistic. Book, section 1.4.</summary>
    public static bool IsMargin(this Loss loss) => loss is Loss.Hinge or Loss.SquaredHinge or Loss.Logistic;
}
