using System.Globalization;

namespace NeuralGpu;

/// <summary>The order of class names, which is the order of a classifier's outputs.</summary>
internal static class ClassNames
{
    /// <summary>The distinct labels: by value when every label is a finite number (equal values by their text), else ordinal.</summary>
    public static string[] Sorted(IEnumerable<string> labels)
    {
        string[] names = [.. labels.Distinct(StringComparer.Ordinal)];
        Array.Sort(names, StringComparer.Ordinal);
        var values = new double[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (!double.TryParse(names[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                return names;
        }
        // OrderBy is stable, so names of equal value keep their ordinal order.
        return [.. Enumerable.Range(0, names.Length).OrderBy(i => values[i]).Select(i => names[i])];
    }
}
