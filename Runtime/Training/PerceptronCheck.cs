namespace NeuralGpu;

/// <summary>Refuses what a perceptron cannot learn from.</summary>
internal static class PerceptronCheck
{
    /// <summary>Lets a data set pass or explains what is wrong with it.</summary>
    /// <exception cref="ArgumentException">There is no sample, a value is unfit, an output has samples of one side only, or samples have weights.</exception>
    public static void RequireData(Dataset data)
    {
        if (data.Count == 0)
            throw new ArgumentException("The training data has no samples.", nameof(data));
        if (data.SampleWeights is not null)
            throw new ArgumentException("The training data has sample weights, but the perceptron's rule counts every sample alike; leave the weights out, or train with a margin loss, which takes them.", nameof(data));
        for (int i = 0; i < data.Inputs.Length; i++)
        {
            if (!float.IsFinite(data.Inputs[i]))
                throw new ArgumentException($"In the training data, feature {i % data.Features} of sample {i / data.Features} is {data.Inputs[i]}; every value must be a finite number.", nameof(data));
        }
        for (int output = 0; output < data.Outputs; output++)
            RequireBothSides(data, output);
    }

    /// <summary>Lets a network to start from pass or explains what is wrong with it.</summary>
    /// <exception cref="ArgumentException">It is not one identity layer of the data's widths with finite parameters.</exception>
    public static void RequireStart(Network start, Dataset data)
    {
        if (start.Layers.Count != 1 || start.Layers[0].Activation != Activation.Identity)
            throw new ArgumentException($"A perceptron is one layer with an identity output, but the network to start from has {start.Layers.Count} layers and a {start.Layers[^1].Activation} output; give such a network, or none to start from zero.", nameof(start));
        if (start.Inputs != data.Features || start.Outputs != data.Outputs)
            throw new ArgumentException($"The network to start from has {start.Inputs} inputs and {start.Outputs} outputs, but the training data has {data.Features} features and {data.Outputs} targets a sample; the widths must be equal.", nameof(start));
        if (!start.IsFinite())
            throw new ArgumentException("The network to start from has a parameter that is infinite or not a number; every parameter must be finite.", nameof(start));
    }

    private static void RequireBothSides(Dataset data, int output)
    {
        int positive = 0;
        for (int i = 0; i < data.Count; i++)
        {
            float target = data.Targets[(i * data.Outputs) + output];
            if (target is not (1f or -1f))
                throw new ArgumentException($"In the training data, target {output} of sample {i} is {target}; the perceptron needs −1 or +1. {nameof(SignedTargets)}.{nameof(SignedTargets.From)} makes them from any two values, {nameof(LabeledData)}.{nameof(LabeledData.ToDataset)} with a margin loss from classes.", nameof(data));
            if (target > 0)
                positive++;
        }
        if (positive == 0 || positive == data.Count)
            throw new ArgumentException($"In the training data, target {output} is {(positive == 0 ? "−1" : "+1")} for all {data.Count} samples; the perceptron separates two classes, so it needs samples of both.", nameof(data));
    }
}
