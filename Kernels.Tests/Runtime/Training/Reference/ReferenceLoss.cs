using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's losses of one sample, and δ of the last layer.</summary>
internal sealed class ReferenceLoss(Loss loss, Activation output, Func<float, float, float, float> fma)
{
    /// <summary>ℓ from the last layer's z, with δ written to the row.</summary>
    public float Run(float[] z, float[] y, float[] delta) => loss switch
    {
        Loss.CrossEntropy => CrossEntropy(z, y, delta),
        Loss.BinaryCrossEntropy => BinaryCrossEntropy(z, y, delta),
        Loss.MeanSquaredError => HalfSquare(z, y, delta),
        _ => Margins(z, y, delta),
    };

    private float CrossEntropy(float[] z, float[] y, float[] delta)
    {
        float max = z.Max();
        float[] e = [.. z.Select(value => ExactMath.Exp<ScalarLanes, float>(value - max))];
        float sum = Sum(e);
        float logSum = ExactMath.Log<ScalarLanes, float>(sum);
        for (int j = 0; j < z.Length; j++)
            delta[j] = (e[j] / sum) - y[j];
        return ReferenceGemm.Dot(z.Length, j => y[j], j => logSum - (z[j] - max), fma);
    }

    private float BinaryCrossEntropy(float[] z, float[] y, float[] delta)
    {
        for (int j = 0; j < z.Length; j++)
            delta[j] = ExactMath.Sigmoid<ScalarLanes, float>(z[j]) - y[j];
        return Sum([.. z.Select((value, j) => fma(-value, y[j], value > 0 ? value : 0f) + LogOnePlusExp(-MathF.Abs(value)))]);
    }

    private float HalfSquare(float[] z, float[] y, float[] delta)
    {
        float[] a = [.. z.Select(value => ReferenceActivation.Apply(output, value))];
        for (int j = 0; j < z.Length; j++)
            delta[j] = ReferenceActivation.TimesDerivative(output, a[j] - y[j], a[j], fma);
        return 0.5f * ReferenceGemm.Dot(z.Length, j => a[j] - y[j], j => a[j] - y[j], fma);
    }

    private float Margins(float[] z, float[] y, float[] delta)
    {
        var losses = new float[z.Length];
        for (int j = 0; j < z.Length; j++)
        {
            float m = y[j] * z[j];
            float shortfall = 1f - m > 0 ? 1f - m : 0f;
            (losses[j], float slope) = loss switch
            {
                Loss.Hinge => (shortfall, m < 1 ? -1f : 0f),
                Loss.SquaredHinge => (0.5f * shortfall * shortfall, -shortfall),
                _ => ((m < 0 ? -m : 0f) + LogOnePlusExp(-MathF.Abs(m)), -ExactMath.Sigmoid<ScalarLanes, float>(-m)),
            };
            delta[j] = y[j] * slope;
        }
        return Sum(losses);
    }

    private static float LogOnePlusExp(float x) => ExactMath.LogOnePlus<ScalarLanes, float>(ExactMath.Exp<ScalarLanes, float>(x));

    private static float Sum(float[] values) => ReferenceGemm.Dot(values.Length, _ => 1f, j => values[j], (_, value, chain) => chain + value);
}
