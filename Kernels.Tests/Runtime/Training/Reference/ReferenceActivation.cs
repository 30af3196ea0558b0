using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's activations.</summary>
internal static class ReferenceActivation
{
    public static float Apply(Activation activation, float z) => activation switch
    {
        Activation.Sigmoid => ExactMath.Sigmoid<ScalarLanes, float>(z),
        Activation.Tanh => ExactMath.Tanh<ScalarLanes, float>(z),
        Activation.Relu => z > 0 ? z : 0f,
        _ => z,
    };

    public static float TimesDerivative(Activation activation, float delta, float a, Func<float, float, float, float> fma) => activation switch
    {
        Activation.Sigmoid => delta * (a * (1f - a)),
        Activation.Tanh => delta * fma(-a, a, 1f),
        Activation.Relu => a > 0 ? delta : 0f,
        _ => delta,
    };
}
