namespace NeuralGpu;

/// <summary>Features and targets of a linear model, checked.</summary>
internal sealed class SampleTable
{
    /// <summary>Takes the arrays (not copied) or explains what is wrong with them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">There is no row, lengths do not fit, or a value is not finite.</exception>
    public SampleTable(double[] inputs, int features, double[] targets, int outputs, IReadOnlyList<string>? featureNames)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (featureNames is not null && featureNames.Count != features)
            throw new ArgumentException($"{featureNames.Count} names were given for {features} features; give one for each, or none.", nameof(featureNames));
        if (inputs.Length == 0)
            throw new ArgumentException("There are no rows to fit; give at least as many as there are coefficients.", nameof(inputs));
        if (inputs.Length % features != 0)
            throw new ArgumentException($"{inputs.Length} input values are not a whole number of rows of {features} features.", nameof(inputs));
        if (targets.Length % outputs != 0)
            throw new ArgumentException($"{targets.Length} target values are not a whole number of rows of {outputs} targets.", nameof(targets));
        Rows = inputs.Length / features;
        if (targets.Length / outputs != Rows)
            throw new ArgumentException($"The inputs have {Rows} rows, but the targets have {targets.Length / outputs}; each row needs both.", nameof(targets));
        Inputs = inputs;
        Features = features;
        Targets = targets;
        Outputs = outputs;
        Names = featureNames ?? [.. Enumerable.Range(0, features).Select(feature => $"feature {feature}")];
        RequireFinite(inputs, features, feature => Quoted.Text(Names[feature]), nameof(inputs));
        RequireFinite(targets, outputs, target => $"target {target}", nameof(targets));
    }

    public double[] Inputs { get; }

    public double[] Targets { get; }

    public IReadOnlyList<string> Names { get; }

    public int Rows { get; }

    public int Features { get; }

    public int Outputs { get; }

    private static void RequireFinite(double[] values, int columns, Func<int, string> name, string parameter)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"In row {i / columns} (from 0), {name(i % columns)} is {values[i]}; every value must be a finite number.", parameter);
        }
    }
}
