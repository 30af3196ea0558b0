using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Data sets of the conformance suite, and what is done to them.</summary>
internal static class ConformanceData
{
    /// <summary>Inputs on [−1, 1) and targets that are linear in them, but for some noise.</summary>
    public static Dataset Values(int samples, int features, int outputs)
    {
        float[] inputs = DeviceMatrices.Random(31, samples * features), noise = DeviceMatrices.Random(32, samples * outputs), slopes = DeviceMatrices.Random(33, features * outputs);
        var targets = new float[samples * outputs];
        for (int i = 0; i < targets.Length; i++)
        {
            int row = i / outputs, output = i % outputs;
            targets[i] = 0.5f + (0.1f * noise[i]);
            for (int k = 0; k < features; k++)
                targets[i] += inputs[(row * features) + k] * slopes[(k * outputs) + output];
        }
        return new Dataset(inputs, features, targets, outputs);
    }

    /// <summary>Inputs on [−1, 1) and targets that are high where a linear function of them is, but for some noise that no line can follow.</summary>
    public static Dataset Labels(int samples, int features, int outputs, float low)
    {
        Dataset values = Values(samples, features, outputs);
        float[] noise = DeviceMatrices.Random(34, samples * outputs);
        return new Dataset(values.Inputs, features, [.. values.Targets.Select((value, i) => value + (0.8f * noise[i]) > 0.5f ? 1f : low)], outputs);
    }

    /// <summary>Inputs on [−1, 1) and one-hot rows.</summary>
    public static Dataset Classes(int samples, int features, int outputs)
    {
        Dataset values = Values(samples, features, outputs);
        float[] targets = [.. Enumerable.Range(0, samples).SelectMany(row =>
        {
            float[] of = values.Targets[(row * outputs)..((row + 1) * outputs)];
            int largest = Array.IndexOf(of, of.Max());
            return Enumerable.Range(0, outputs).Select(j => j == largest ? 1f : 0f);
        })];
        return new Dataset(values.Inputs, features, targets, outputs);
    }

    /// <summary>Row i of the result is row rows[i].</summary>
    public static Dataset TakeRows(Dataset data, int[] rows)
        => new(TakeRows(data.Inputs, data.Features, rows), data.Features, TakeRows(data.Targets, data.Outputs, rows), data.Outputs, data.SampleWeights is null ? null : TakeRows(data.SampleWeights, 1, rows));

    /// <summary>Feature i of the result is feature order[i].</summary>
    public static Dataset TakeFeatures(Dataset data, int[] order) => new(TakeColumns(data.Inputs, data.Features, order), data.Features, data.Targets, data.Outputs, data.SampleWeights);

    /// <summary>Output i of the result is output order[i].</summary>
    public static Dataset TakeOutputs(Dataset data, int[] order) => new(data.Inputs, data.Features, TakeColumns(data.Targets, data.Outputs, order), data.Outputs, data.SampleWeights);

    /// <summary>The network of the data with features in another order.</summary>
    public static Network TakeFeatures(Network network, int[] order)
    {
        DenseLayer first = network.Layers[0];
        return new Network([new DenseLayer(first.Inputs, first.Outputs, first.Activation, TakeRows(first.Weights, first.Outputs, order), first.Biases), .. network.Layers.Skip(1)]);
    }

    /// <summary>The network of the data with outputs in another order.</summary>
    public static Network TakeOutputs(Network network, int[] order)
    {
        DenseLayer last = network.Layers[^1];
        return new Network([.. network.Layers.SkipLast(1), new DenseLayer(last.Inputs, last.Outputs, last.Activation, TakeColumns(last.Weights, last.Outputs, order), TakeColumns(last.Biases, last.Outputs, order))]);
    }

    /// <summary>The data with one input changed.</summary>
    public static Dataset WithInput(Dataset data, int row, int feature, float value)
    {
        float[] inputs = [.. data.Inputs];
        inputs[(row * data.Features) + feature] = value;
        return new Dataset(inputs, data.Features, data.Targets, data.Outputs, data.SampleWeights);
    }

    private static float[] TakeRows(float[] values, int columns, int[] rows) => [.. rows.SelectMany(row => values[(row * columns)..((row + 1) * columns)])];

    private static float[] TakeColumns(float[] values, int columns, int[] order) => [.. Enumerable.Range(0, values.Length).Select(i => values[(i / columns * columns) + order[i % columns]])];
}
