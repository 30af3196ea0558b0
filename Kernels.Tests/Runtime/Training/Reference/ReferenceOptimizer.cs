namespace NeuralGpu.Tests;

/// <summary>The contract's updates, element by element.</summary>
internal sealed class ReferenceOptimizer(TrainingOptions options, Network network, Func<float, float, float, float> fma)
{
    public IReadOnlyList<Network> Moments { get; } = [.. Enumerable.Range(0, options.Optimizer.MomentsPerParameter).Select(_ => ReferenceParameters.Zeros(network))];

    /// <summary>Updates the network.</summary>
    /// <param name="gradient">The sum over the batch, penalised and clipped.</param>
    /// <param name="eta">ηₜ.</param>
    /// <param name="batch">b.</param>
    /// <param name="t">From 1.</param>
    public void Update(Network gradient, double eta, int batch, long t)
    {
        float[][] w = ReferenceParameters.Arrays(network), g = ReferenceParameters.Arrays(gradient);
        float[][] first = Moments.Count > 0 ? ReferenceParameters.Arrays(Moments[0]) : w, second = Moments.Count > 1 ? ReferenceParameters.Arrays(Moments[1]) : w;
        float scale = (float)(1.0 / batch);
        for (int a = 0; a < w.Length; a++)
        {
            double keep = options.Optimizer is AdamW decay && (a % 2 == 0 || (options.PenalizeBiases && options.TrainBiases)) ? 1 - (eta * decay.WeightDecay) : 1;
            for (int i = 0; i < w[a].Length; i++)
            {
                w[a][i] = options.Optimizer switch
                {
                    Sgd => fma(-(float)(eta / batch), g[a][i], w[a][i]),
                    Momentum rule => HeavyBall(rule.Coefficient, scale * g[a][i], ref first[a][i], w[a][i], (float)eta),
                    Nesterov rule => Accelerated(rule.Coefficient, scale * g[a][i], ref first[a][i], w[a][i], (float)eta),
                    RmsProp rule => RootMeanSquare(rule, scale * g[a][i], ref first[a][i], w[a][i], (float)eta),
                    Adam rule => Adaptive(rule.Beta1, rule.Beta2, rule.Epsilon, scale * g[a][i], ref first[a][i], ref second[a][i], w[a][i], eta, t, 1),
                    AdamW rule => Adaptive(rule.Beta1, rule.Beta2, rule.Epsilon, scale * g[a][i], ref first[a][i], ref second[a][i], w[a][i], eta, t, keep),
                    _ => throw new ArgumentException($"The reference knows no {options.Optimizer}."),
                };
            }
        }
    }

    private float HeavyBall(double mu, float g, ref float v, float w, float eta)
    {
        v = fma((float)mu, v, g);
        return fma(-eta, v, w);
    }

    private float Accelerated(double mu, float g, ref float v, float w, float eta)
    {
        v = fma((float)mu, v, g);
        return fma(-eta, fma((float)mu, v, g), w);
    }

    private float RootMeanSquare(RmsProp rule, float g, ref float s, float w, float eta)
    {
        s = fma((float)rule.Decay, s, (float)(1 - rule.Decay) * g * g);
        return fma(-eta, g / (MathF.Sqrt(s) + (float)rule.Epsilon), w);
    }

    private float Adaptive(double beta1, double beta2, double epsilon, float g, ref float m, ref float s, float w, double eta, long t, double keep)
    {
        m = fma((float)beta1, m, (float)(1 - beta1) * g);
        s = fma((float)beta2, s, (float)(1 - beta2) * g * g);
        float rate = (float)(eta / (1 - ReferenceSchedule.Power(beta1, t)));
        float correction = (float)(1 / Math.Sqrt(1 - ReferenceSchedule.Power(beta2, t)));
        float step = m / fma(MathF.Sqrt(s), correction, (float)epsilon);
        return fma(-rate, step, (float)keep * w);
    }
}
