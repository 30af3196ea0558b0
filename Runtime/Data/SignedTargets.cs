using System.Globalization;

namespace NeuralGpu;

/// <summary>Two label values as the targets −1 and +1 of the margin losses and the perceptron. Book, sections 1.4 and 3.1.</summary>
/// <param name="Targets">[samples], −1 or +1.</param>
/// <param name="Negative">The label that became −1.</param>
/// <param name="Positive">The label that became +1.</param>
public sealed record SignedTargets(float[] Targets, float Negative, float Positive)
{
    private const int MostShown = 12;

    /// <summary>Maps the smaller label to −1 and the larger to +1.</summary>
    /// <param name="labels">[samples], finite, with exactly two distinct values, such as 0 and 1 or 1 and 2.</param>
    /// <exception cref="ArgumentException">A label is not finite, or there are not exactly two distinct values.</exception>
    public static SignedTargets From(float[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var values = new SortedSet<float>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (!float.IsFinite(labels[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The label of sample {i} is {labels[i]}; every label must be a finite number."), nameof(labels));
            values.Add(labels[i]);
        }
        if (values.Count == 0)
            throw new ArgumentException("There are no labels; two distinct values are needed.", nameof(labels));
        if (values.Count == 1)
            throw new ArgumentException($"All {labels.Length} labels are {List(values)}; two distinct values are needed. Give samples of the other class too.", nameof(labels));
        if (values.Count > 2)
            throw new ArgumentException($"There are {values.Count} distinct labels ({List(values)}), but −1 and +1 can stand for two only. For several classes use one-vs-rest ({nameof(LabeledData)}.{nameof(LabeledData.ToDataset)} with one output a class), or softmax with cross-entropy.", nameof(labels));
        return new SignedTargets([.. labels.Select(label => label == values.Max ? 1f : -1f)], values.Min, values.Max);
    }

    private static string List(SortedSet<float> values)
    {
        string shown = string.Join(", ", values.Take(MostShown).Select(value => value.ToString(CultureInfo.InvariantCulture)));
        return values.Count > MostShown ? $"{shown} and {values.Count - MostShown} more" : shown;
    }
}
