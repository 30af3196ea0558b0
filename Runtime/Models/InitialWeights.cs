using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Draws a layer's first weights.</summary>
internal static class InitialWeights
{
    /// <summary>[inputs × outputs]: uniform on ±bound, each weight one Philox number named by seed, layer and position, times the bound, rounded once.</summary>
    public static float[] Draw(int inputs, int outputs, Initialization how, ulong seed, int layer)
    {
        // Square root and quotient are IEEE's in binary64, so the bound is the same everywhere.
        double variance = how == Initialization.Glorot ? 6.0 / ((double)inputs + outputs) : 6.0 / inputs;
        float bound = (float)Math.Sqrt(variance);
        var weights = new float[checked((long)inputs * outputs)];
        var numbers = new PhiloxSequence(seed, RandomPurpose.Weights, (uint)layer, 0);
        for (long i = 0; i < weights.LongLength; i++)
            weights[i] = UniformDraw.MinusOneToOne(numbers.Next()) * bound;
        return weights;
    }
}
