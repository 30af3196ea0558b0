namespace NeuralGpu;

/// <summary>A loaded table: features and a target, one sample a row.</summary>
public sealed class LabeledData
{
    private LabeledData(float[] features, IReadOnlyList<string> featureNames, string targetName, LearningTask task, IReadOnlyList<string>? classes, int[]? classIndices, float[]? values, int count)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(targetName);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureNames.Count, 1, nameof(featureNames));
        if (features.LongLength != (long)count * featureNames.Count)
            throw new ArgumentException($"{count} rows of {featureNames.Count} features need {(long)count * featureNames.Count} values, but {features.Length} were given.", nameof(features));
        Features = features;
        FeatureNames = featureNames;
        TargetName = targetName;
        Task = task;
        Classes = classes;
        ClassIndices = classIndices;
        Values = values;
        Count = count;
    }

    /// <summary>[samples × features], row-major.</summary>
    public float[] Features { get; }

    /// <summary>Columns of <see cref="Features"/>.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The target column's name.</summary>
    public string TargetName { get; }

    /// <summary>Whether the target is a class or a number.</summary>
    public LearningTask Task { get; }

    /// <summary>The classes' labels: sorted by value when all are numbers, else by code unit; or, when a trained model's classes were asked for, those in the model's order. Null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>[samples], each an index into <see cref="Classes"/>; null for regression.</summary>
    public int[]? ClassIndices { get; }

    /// <summary>[samples], the target's values; null for classification.</summary>
    public float[]? Values { get; }

    /// <summary>Number of samples (rows).</summary>
    public int Count { get; }

    /// <summary>Wraps classified samples (the arrays are not copied).</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <param name="featureNames">At least one.</param>
    /// <param name="targetName">The target column's name.</param>
    /// <param name="classes">The labels that <paramref name="classIndices"/> refers to.</param>
    /// <param name="classIndices">[samples], each in [0, classes).</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no features.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or an index is outside the classes.</exception>
    public static LabeledData ForClassification(float[] features, IReadOnlyList<string> featureNames, string targetName, IReadOnlyList<string> classes, int[] classIndices)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(classIndices);
        foreach (int index in classIndices)
        {
            if ((uint)index >= (uint)classes.Count)
                throw new ArgumentException($"Class index {index} is outside the {classes.Count} classes.", nameof(classIndices));
        }
        return new(features, featureNames, targetName, LearningTask.Classify, classes, classIndices, values: null, classIndices.Length);
    }

    /// <summary>Wraps samples with a numeric target (the arrays are not copied).</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <param name="featureNames">At least one.</param>
    /// <param name="targetName">The target column's name.</param>
    /// <param name="values">[samples].</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no features.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static LabeledData ForRegression(float[] features, IReadOnlyList<string> featureNames, string targetName, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(features, featureNames, targetName, LearningTask.Regress, classes: null, classIndices: null, values, values.Length);
    }

    /// <summary>A copy of some rows, in the order given; a row may be given more than once.</summary>
    /// <param name="rows">Indices in [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the table.</exception>
    public LabeledData Select(ReadOnlySpan<int> rows)
    {
        int width = FeatureCount;
        var features = new float[checked(rows.Length * width)]; // [rows x features]
        int[]? classIndices = ClassIndices is null ? null : new int[rows.Length];
        float[]? values = Values is null ? null : new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"Row {row} is outside the table's {Count} rows.");
            Features.AsSpan(row * width, width).CopyTo(features.AsSpan(i * width));
            if (classIndices is not null)
                classIndices[i] = ClassIndices![row];
            if (values is not null)
                values[i] = Values![row];
        }
        return new(features, FeatureNames, TargetName, Task, Classes, classIndices, values, rows.Length);
    }

    /// <summary>Holds out a random part of the rows, for validation or test.</summary>
    /// <remarks>round(fraction · n) rows are held out, halves away from zero, at least 1 and at most n − 1. The same seed gives the same split everywhere. Both parts keep the table's row order.</remarks>
    /// <param name="heldOutFraction">In (0, 1).</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOutFraction"/> is not inside (0, 1).</exception>
    /// <exception cref="InvalidOperationException">There are fewer than 2 rows.</exception>
    public (LabeledData Remaining, LabeledData Held) Split(double heldOutFraction, ulong seed)
    {
        int held = HeldOutRows(heldOutFraction);
        var order = new int[Count];
        SampleOrder.Shuffle(order, seed, RandomPurpose.Split, step: 0);
        int[] heldRows = order[..held];
        int[] restRows = order[held..];
        Array.Sort(heldRows);
        Array.Sort(restRows);
        return (Select(restRows), Select(heldRows));
    }

    /// <summary>Holds out a random part of the rows, with the classes in the same shares as in the whole table.</summary>
    /// <remarks>
    /// As many rows as <see cref="Split"/> holds out, but at least one row of each class remains, so fewer when that is not possible. A class with n_c of the n rows gives ⌊held · n_c / n⌋ of them, and the rows that are then missing come from the classes with the largest remainders (of equals, the first class).
    /// The same seed gives the same split everywhere. Both parts keep the table's row order.
    /// </remarks>
    /// <param name="heldOutFraction">In (0, 1).</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOutFraction"/> is not inside (0, 1).</exception>
    /// <exception cref="InvalidOperationException">The target is a number, there are fewer than 2 rows, or no class has more than one.</exception>
    public (LabeledData Remaining, LabeledData Held) SplitStratified(double heldOutFraction, ulong seed)
    {
        if (Task == LearningTask.Regress)
            throw new InvalidOperationException($"'{TargetName}' is a number, so there are no classes to keep in their shares; use Split, or load the target as classes.");
        (int[] remaining, int[] held) = StratifiedSplit.Deal(ClassIndices!, Classes!.Count, HeldOutRows(heldOutFraction), seed);
        return (Select(remaining), Select(held));
    }

    /// <summary>One weight a class, n/(K · n_c) for a class with n_c of the n rows, so that each class counts the same in the training objective: scikit-learn's 'balanced', after King and Zeng 2001.</summary>
    /// <remarks>K is the number of classes that have rows, so the weights of the rows have the mean 1. A class without rows has the weight 0; no row uses it.</remarks>
    /// <returns>[classes], for <see cref="ToDataset(int, Loss, IReadOnlyList{float})"/>.</returns>
    /// <exception cref="InvalidOperationException">The target is a number, or there are no rows.</exception>
    public float[] BalancedClassWeights()
    {
        if (Task == LearningTask.Regress)
            throw new InvalidOperationException($"'{TargetName}' is a number, so there are no classes to balance; class weights are for classification.");
        if (Count == 0)
            throw new InvalidOperationException("A table without rows has no classes to balance; load at least one row.");
        return ClassWeights.Balanced(ClassIndices!, Classes!.Count);
    }

    /// <summary>The table as a trainer takes it; the features are shared, not copied.</summary>
    /// <remarks>Classes become one-hot rows when <paramref name="outputs"/> is their number, or, for two classes and one output, the class index 0 or 1. Values become one column.</remarks>
    /// <param name="outputs">The network's output width.</param>
    /// <exception cref="ArgumentException">The target does not fit that many outputs.</exception>
    public Dataset ToDataset(int outputs)
    {
        if (Task == LearningTask.Regress)
        {
            if (outputs != 1)
                throw new ArgumentException($"'{TargetName}' is one number a row, but {outputs} outputs were asked for; regression needs a network with 1 output.", nameof(outputs));
            return new Dataset(Features, FeatureCount, Values!, 1);
        }
        int classes = Classes!.Count;
        var targets = new float[checked(Count * Math.Max(outputs, 0))]; // [samples x outputs]
        if (outputs == classes)
        {
            for (int i = 0; i < Count; i++)
                targets[i * classes + ClassIndices![i]] = 1;
        }
        else if (outputs == 1 && classes == 2)
        {
            for (int i = 0; i < Count; i++)
                targets[i] = ClassIndices![i];
        }
        else
        {
            string expected = classes == 2 ? "1 or 2 outputs" : $"{classes} outputs, one for each class";
            throw new ArgumentException($"'{TargetName}' has {classes} classes ({Quoted.List(Classes)}), but {outputs} outputs were asked for; it needs a network with {expected}.", nameof(outputs));
        }
        return new Dataset(Features, FeatureCount, targets, outputs);
    }

    /// <summary>The table as a trainer with that loss takes it; the features are shared, not copied.</summary>
    /// <remarks>For a margin loss the targets are −1 and +1: with two classes and one output, +1 for the second class; with one output a class, +1 for the row's class and −1 for the rest (one-vs-rest). For other losses they are those of <see cref="ToDataset(int)"/>.</remarks>
    /// <param name="outputs">The network's output width.</param>
    /// <param name="loss">The loss that will be minimised.</param>
    /// <param name="classWeights">[classes], what each row of a class counts in the training objective: finite, none negative, some row's above zero; they become <see cref="Dataset.SampleWeights"/>. Null: every row counts 1.</param>
    /// <exception cref="ArgumentException">The target does not fit that many outputs or the loss, or the class weights are unfit or given for numbers.</exception>
    public Dataset ToDataset(int outputs, Loss loss, IReadOnlyList<float>? classWeights = null)
    {
        if (Task == LearningTask.Regress && loss.IsMargin())
            throw new ArgumentException($"'{TargetName}' is a number, but {loss} is a loss for classes; use {Loss.MeanSquaredError}, or load the target as classes.", nameof(loss));
        if (Task == LearningTask.Regress && classWeights is not null)
            throw new ArgumentException($"'{TargetName}' is a number, so there are no classes to weight; leave the class weights out.", nameof(classWeights));
        if (loss.IsMargin() && Classes!.Count < 2)
            throw new ArgumentException($"'{TargetName}' has {Classes.Count} classes ({Quoted.List(Classes)}), but {loss} separates classes; it needs at least two.", nameof(loss));
        Dataset unweighted = ToDataset(outputs);
        float[] targets = loss.IsMargin() ? [.. unweighted.Targets.Select(target => target == 0 ? -1f : 1f)] : unweighted.Targets; // [samples x outputs]
        float[]? weights = classWeights is null ? null : ClassWeights.OfRows(classWeights, ClassIndices!, Classes!);
        return new Dataset(Features, FeatureCount, targets, outputs, weights);
    }

    private int HeldOutRows(double heldOutFraction)
    {
        if (!(heldOutFraction > 0 && heldOutFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(heldOutFraction), heldOutFraction, "The held-out fraction must lie between 0 and 1, both excluded.");
        if (Count < 2)
            throw new InvalidOperationException($"A table of {Count} rows cannot be split; at least 2 rows are needed.");
        return Math.Clamp((int)Math.Round(heldOutFraction * Count, MidpointRounding.AwayFromZero), 1, Count - 1);
    }
}
