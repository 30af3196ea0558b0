using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share.</summary>
internal static class AdamStep
{
    public static void Run(in ParameterUpdate update, double beta1, double beta2, double epsilon, double keep)
    {
        var factors = new AdamFactors(
            (float)beta1,
            (float)(1 - beta1),
            (float)beta2,
            (float)(1 - beta2),
            (float)epsilon,
            update.Scale,
            StepSize: (float)(update.LearningRate / (1 - IeeePower.Of(beta1, update.Number))),
            RootCorrection: (float)(1 / Math.Sqrt(1 - IeeePower.Of(beta2, update.Number))),
            (float)keep);
        update.Operations.Get(static target => new Elementwise<AdamUpdate>(target)).Run(
            new AdamUpdate(update.Parameters, update.Gradient, update.FirstMoment, update.SecondMoment, factors),
            update.Parameters.Length);
    }
}
