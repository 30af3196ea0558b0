namespace NeuralGpu;

internal static class InitialWeights
{
    public static float[] Draw(int inputs, int outputs, Initialization how, ulong seed, int layer) => throw new NotSupportedException($"{inputs}{outputs}{how}{seed}{layer}");
}
