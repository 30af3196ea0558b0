namespace NeuralGpu.Kernels;

/// <summary>How targets say which class a sample belongs to: 1 at its class and another number at the rest; with one output, 1 for the second class and the other number for the first.</summary>
public interface IClassCoding
{
    /// <summary>The target of the classes that a sample does not belong to.</summary>
    static abstract float Rest { get; }

    /// <summary>The class, 0 or 1, that the score of a single output stands for.</summary>
    /// <param name="score">The network's output.</param>
    /// <param name="targetClass">The class that the sample belongs to, 0 or 1, for codings in which no class has the boundary.</param>
    static abstract float Decide<TScalar>(float score, float targetClass)
        where TScalar : struct, ILanes<float>;
}
