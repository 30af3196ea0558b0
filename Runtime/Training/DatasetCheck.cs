namespace NeuralGpu;

/// <summary>Refuses data that a network cannot be trained or measured on.</summary>
internal static class DatasetCheck
{
    private const float ProbabilityTolerance = 1e-4f;

    /// <summary>Lets a data set pass or explains what is wrong with it.</summary>
    /// <exception cref="ArgumentException">The widths do not fit, there is no sample, or a value is unfit.</exception>
    public static void Require(Network network, Dataset data, Loss loss, string name)
    {
        RequireShape(network, data, name);
        RequireFinite(data.Inputs, data.Features, "feature", name);
        RequireFinite(data.Targets, data.Outputs, "target", name);
        if (loss.IsMargin())
            RequireSigns(data, loss, name);
        else if (loss != Loss.MeanSquaredError)
            RequireProbabilities(data, loss, name);
    }

    /// <summary>Refuses data of other widths than the network's, and none.</summary>
    /// <exception cref="ArgumentException">The widths do not fit, or there is no sample.</exception>
    public static void RequireShape(Network network, Dataset data, string name)
    {
        if (data.Features != network.Inputs)
            throw new ArgumentException($"The {name} data has {data.Features} features, but the network takes {network.Inputs} inputs.", name);
        if (data.Outputs != network.Outputs)
            throw new ArgumentException($"The {name} data has {data.Outputs} targets a sample, but the network has {network.Outputs} outputs.", name);
        if (data.Count == 0)
            throw new ArgumentException($"The {name} data has no samples.", name);
    }

    /// <summary>Refuses inputs of another width, or with a value that is not finite.</summary>
    /// <exception cref="ArgumentException">The inputs are unfit.</exception>
    public static void RequireInputs(Network network, float[] inputs, string name)
    {
        if (inputs.Length % network.Inputs != 0)
            throw new ArgumentException($"{inputs.Length} values are not a whole number of rows of the network's {network.Inputs} inputs.", name);
        RequireFinite(inputs, network.Inputs, "feature", name);
    }

    private static void RequireFinite(float[] values, int columns, string what, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"In the {name} data, {what} {i % columns} of sample {i / columns} is {values[i]}; every value must be a finite number.", name);
        }
    }

    private static void RequireSigns(Dataset data, Loss loss, string name)
    {
        for (int i = 0; i < data.Targets.Length; i++)
        {
            float target = data.Targets[i];
            if (target is 1f or -1f)
                continue;
            float[] values = [.. data.Targets.Distinct().Order()];
            string found = values.Length <= 2 ? $"the values {string.Join(" and ", values)}" : $"{values.Length} different values ({string.Join(", ", values.Take(5))}{(values.Length > 5 ? ", …" : "")})";
            string mend = values.Length <= 2
                ? $"{nameof(SignedTargets)}.{nameof(SignedTargets.From)} turns any two values into −1 and +1"
                : "for more than two classes give one output for each, +1 for the sample's class and −1 for the others (one-vs-rest), or use softmax with cross-entropy";
            throw new ArgumentException($"In the {name} data, target {i % data.Outputs} of sample {i / data.Outputs} is {target}, and the targets have {found}; {loss} needs −1 or +1: {mend}.", name);
        }
    }

    private static void RequireProbabilities(Dataset data, Loss loss, string name)
    {
        for (int i = 0; i < data.Count; i++)
        {
            float sum = 0f;
            for (int j = 0; j < data.Outputs; j++)
            {
                float target = data.Targets[(i * data.Outputs) + j];
                if (target is < 0f or > 1f)
                    throw new ArgumentException($"In the {name} data, target {j} of sample {i} is {target}; {loss} needs probabilities from 0 to 1. Use mean squared error for other targets.", name);
                sum += target;
            }
            if (loss == Loss.CrossEntropy && MathF.Abs(sum - 1f) > ProbabilityTolerance)
                throw new ArgumentException($"In the {name} data, the targets of sample {i} sum to {sum}; cross-entropy needs each row to sum to 1, such as a one-hot row. Use binary cross-entropy for independent labels.", name);
        }
    }
}
