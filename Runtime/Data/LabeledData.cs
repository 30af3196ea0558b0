using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Samples with names: a matrix of features, and for each row a class or a value to learn.</summary>
public sealed class LabeledData
{
    private LabeledData(float[] features, IReadOnlyList<string> featureNames, string targetName, LearningTask task, IReadOnlyList<string>? classes, int[]? classIndices, float[]? values)
    {
        Features = features;
        FeatureNames = featureNames;
        TargetName = targetName;
        Task = task;
        Classes = classes;
        ClassIndices = classIndices;
        Values = values;
    }

    /// <summary>[Count × FeatureCount], row-major.</summary>
    public float[] Features { get; }

    /// <summary>Columns of <see cref="Features"/>, at least 1.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <summary>Whether the target is a class or a number.</summary>
    public LearningTask Task { get; }

    /// <summary>The classes, sorted by value when all are numbers, else ordinal; null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>[Count]: each row's position in <see cref="Classes"/>; null for regression.</summary>
    public int[]? ClassIndices { get; }

    /// <summary>[Count]: each row's target; null for classification.</summary>
    public float[]? Values { get; }

    /// <summary>Number of samples (rows).</summary>
    public int Count => Features.Length / FeatureCount;

    /// <summary>Samples that each belong to a class (nothing is copied).</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <param name="featureNames">The columns' names, at least one.</param>
    /// <param name="targetName">What the classes are classes of.</param>
    /// <param name="classes">The classes in the order of a classifier's outputs, at least one.</param>
    /// <param name="classIndices">[samples], each from 0 to <paramref name="classes"/>' count − 1.</param>
    /// <exception cref="ArgumentException">There is no feature or class, the lengths do not fit, or an index is out of range.</exception>
    public static LabeledData ForClasses(float[] features, IReadOnlyList<string> featureNames, string targetName, IReadOnlyList<string> classes, int[] classIndices)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(classIndices);
        RequireRows(features, featureNames, targetName, classIndices.Length);
        if (classes.Count == 0)
            throw new ArgumentException("Classification needs at least one class.", nameof(classes));
        for (int i = 0; i < classIndices.Length; i++)
        {
            if ((uint)classIndices[i] >= (uint)classes.Count)
                throw new ArgumentException($"Row {i} has class index {classIndices[i]}; it must be from 0 to {classes.Count - 1}.", nameof(classIndices));
        }
        return new LabeledData(features, featureNames, targetName, LearningTask.Classify, classes, classIndices, values: null);
    }

    /// <summary>Samples that each have a number to predict (nothing is copied).</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <param name="featureNames">The columns' names, at least one.</param>
    /// <param name="targetName">What the numbers are.</param>
    /// <param name="values">[samples].</param>
    /// <exception cref="ArgumentException">There is no feature, or the lengths do not fit.</exception>
    public static LabeledData ForValues(float[] features, IReadOnlyList<string> featureNames, string targetName, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireRows(features, featureNames, targetName, values.Length);
        return new LabeledData(features, featureNames, targetName, LearningTask.Regress, classes: null, classIndices: null, values);
    }

    /// <summary>A copy of the given rows, in the given order.</summary>
    /// <param name="rows">Zero-based rows, each from 0 to <see cref="Count"/> − 1; a row may come more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not there.</exception>
    public LabeledData Select(ReadOnlySpan<int> rows)
    {
        var features = new float[checked(rows.Length * FeatureCount)];
        int[]? indices = ClassIndices is null ? null : new int[rows.Length];
        float[]? values = Values is null ? null : new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"Rows are numbered from 0 to {Count - 1}.");
            Features.AsSpan(row * FeatureCount, FeatureCount).CopyTo(features.AsSpan(i * FeatureCount));
            if (indices is not null)
                indices[i] = ClassIndices![row];
            if (values is not null)
                values[i] = Values![row];
        }
        return new LabeledData(features, FeatureNames, TargetName, Task, Classes, indices, values);
    }

    /// <summary>The samples as a trainer sees them (the features are shared, not copied).</summary>
    /// <param name="outputs">Width of the targets. Classification: the number of classes (one-hot rows), or 1 for two classes (0 for the first, 1 for the second). Regression: 1.</param>
    /// <exception cref="ArgumentException">The width does not fit the task.</exception>
    public Dataset ToDataset(int outputs) => new(Features, FeatureCount, Task == LearningTask.Classify ? ClassTargets(outputs) : ValueTargets(outputs), outputs);

    /// <summary>Holds out a random part of the samples.</summary>
    /// <remarks>A Fisher–Yates shuffle of the row numbers, draw i being the Philox number of (seed, Split, 0, i); the first rows of the shuffle are held out. Both parts keep the samples' order.</remarks>
    /// <param name="heldOutFraction">The part to hold out, strictly between 0 and 1; at least one sample goes to either side.</param>
    /// <param name="seed">The same seed gives the same split everywhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range, or there are fewer than two samples.</exception>
    public (LabeledData Kept, LabeledData Held) Split(double heldOutFraction, ulong seed)
    {
        if (!(heldOutFraction > 0 && heldOutFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(heldOutFraction), heldOutFraction, "The part to hold out must be more than 0 and less than 1, for example 0.2.");
        int count = Count;
        if (count < 2)
            throw new ArgumentOutOfRangeException(nameof(heldOutFraction), heldOutFraction, $"{count} sample(s) cannot be divided into two parts; at least 2 are needed.");
        int held = (int)Math.Clamp(Math.Round(heldOutFraction * count), 1, count - 1);
        int[] order = Shuffled(count, seed);
        order.AsSpan(0, held).Sort();
        order.AsSpan(held).Sort();
        return (Select(order.AsSpan(held)), Select(order.AsSpan(0, held)));
    }

    private static int[] Shuffled(int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = UniformDraw.Below(Philox4x32.Draw(seed, RandomPurpose.Split, 0, (ulong)i), i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private float[] ClassTargets(int outputs)
    {
        if (outputs == 1 && Classes!.Count == 2)
            return Array.ConvertAll(ClassIndices!, index => (float)index);
        if (outputs != Classes!.Count)
            throw new ArgumentException($"{Classes.Count} classes need {Classes.Count} outputs{(Classes.Count == 2 ? " (or 1)" : "")}, but {outputs} were asked for.", nameof(outputs));
        var targets = new float[checked(Count * outputs)];
        for (int i = 0; i < ClassIndices!.Length; i++)
            targets[i * outputs + ClassIndices[i]] = 1;
        return targets;
    }

    private float[] ValueTargets(int outputs)
    {
        if (outputs != 1)
            throw new ArgumentException($"Regression on '{TargetName}' needs 1 output, but {outputs} were asked for.", nameof(outputs));
        return Values!;
    }

    private static void RequireRows(float[] features, IReadOnlyList<string> featureNames, string targetName, int rows)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(targetName);
        if (featureNames.Count == 0)
            throw new ArgumentException("Samples need at least one feature.", nameof(featureNames));
        if (features.LongLength != (long)rows * featureNames.Count)
            throw new ArgumentException($"{rows} rows of {featureNames.Count} features need {(long)rows * featureNames.Count} values, but {features.Length} were given.", nameof(features));
    }
}
