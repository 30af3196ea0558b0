using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share.</summary>
internal static class AdamStep
{
    public static UpdateNumbers Numbers(double learningRate, long number, double beta1, double beta2, double keep)
        => new(
            Rate: (float)(learningRate / (1 - IeeePower.Of(beta1, number))),
            RootCorrection: (float)(1 / Math.Sqrt(1 - IeeePower.Of(beta2, number))),
            Keep: (float)keep);

    public static void Run(in ParameterUpdate update, double beta1, double beta2, double epsilon)
    {
        var factors = new AdamFactors(
            (float)beta1,
            (float)(1 - beta1),
            (float)beta2,
            (float)(1 - beta2),
            (float)epsilon,
            update.Scale,
            StepSize: ParameterUpdate.OnDevice,
            RootCorrection: ParameterUpdate.OnDevice,
            Keep: ParameterUpdate.OnDevice);
        update.Run(new AdamUpdate(update.Parameters, update.Gradient, update.FirstMoment, update.SecondMoment, factors));
    }
}
