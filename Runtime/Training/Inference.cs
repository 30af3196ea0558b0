namespace NeuralGpu;

/// <summary>Runs trained networks.</summary>
public static class Inference
{
    /// <summary>The outputs for each row of inputs, [samples × outputs].</summary>
    public static float[] Predict(this Network network, Device device, float[] inputs) => throw new NotSupportedException();

    /// <summary>Loss and metrics on a data set.</summary>
    public static Evaluation Evaluate(this Network network, Device device, Dataset data, Loss loss) => throw new NotSupportedException();
}
