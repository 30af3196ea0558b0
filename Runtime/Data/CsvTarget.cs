using System.Globalization;
using System.Text;

namespace NeuralGpu;

/// <summary>Collects a target column's cells while rows are read, then turns them into classes or values.</summary>
internal sealed class CsvTarget(string source, string column)
{
    // More distinct whole numbers than this are read as a quantity, not as labels.
    private const int MostInferredClasses = 20;

    private readonly Dictionary<string, int> labelIds = new(StringComparer.Ordinal);
    private readonly List<(string Label, long Line)> labels = []; // Each distinct label and the line it was first seen on.
    private readonly List<int> rows = []; // [rows], indices into labels.

    public void Add(string cell, long line)
    {
        if (cell.Length == 0)
            throw At(line, "found an empty cell, expected a label or a number; fill it in or remove the row.");
        if (!labelIds.TryGetValue(cell, out int id))
        {
            if (CsvNumber.TryParse(cell, out double value) && double.IsNaN(value))
                throw At(line, $"found {Quoted.Text(cell)}, expected a label or a finite number; fill in a value or remove the row.");
            id = labels.Count;
            labelIds.Add(cell, id);
            labels.Add((cell, line));
        }
        rows.Add(id);
    }

    /// <summary>Classify when the cells are text or at most 20 distinct whole numbers, else regress.</summary>
    /// <exception cref="DataFormatException">Some cells are numbers and some are text: most likely a slip.</exception>
    public LearningTask InferTask()
    {
        var values = new HashSet<double>();
        (string Label, long Line)? text = null;
        foreach ((string label, long line) in labels)
        {
            if (CsvNumber.TryParse(label, out double value))
                values.Add(value);
            else
                text ??= (label, line);
        }
        if (text is null)
            return values.Count <= MostInferredClasses && values.All(double.IsInteger) ? LearningTask.Classify : LearningTask.Regress;
        if (values.Count > 0)
            throw At(text.Value.Line, $"found the text {Quoted.Text(text.Value.Label)} in a target column that also has numbers, expected one or the other; mend the cell, or say that the task is to classify.");
        return LearningTask.Classify;
    }

    /// <summary>The values of the column.</summary>
    /// <exception cref="DataFormatException">A cell is not a finite number.</exception>
    public float[] ToValues()
    {
        float[] distinct = [.. labels.Select(seen => CsvNumber.Parse(Encoding.UTF8.GetBytes(seen.Label), source, seen.Line, column))];
        return [.. rows.Select(id => distinct[id])];
    }

    /// <summary>The classes of the column, sorted, and each row's class.</summary>
    /// <exception cref="DataFormatException">There is only one class, or two labels are the same number.</exception>
    public (string[] Classes, int[] Indices) ToClasses()
    {
        string[] classes = [.. labels.Select(seen => seen.Label)];
        if (classes.Length == 1)
            throw new DataFormatException($"{source}, column {Quoted.Text(column)}: found the same label {Quoted.Text(classes[0])} in every row, expected at least 2 classes; name another target column.");
        if (classes.All(CsvNumber.IsNumber))
            SortAsNumbers(classes);
        else
            Array.Sort(classes, StringComparer.Ordinal);
        return (classes, Indices(classes));
    }

    /// <summary>Each row's class among known ones.</summary>
    /// <exception cref="DataFormatException">A label is not among them.</exception>
    public int[] ToKnownClasses(IReadOnlyList<string> classes)
    {
        foreach ((string label, long line) in labels)
        {
            if (!classes.Contains(label, StringComparer.Ordinal))
                throw At(line, $"found the label {Quoted.Text(label)}, expected one of the known classes {Quoted.List([.. classes])}; mend the label or remove the row.");
        }
        return Indices(classes);
    }

    private int[] Indices(IReadOnlyList<string> classes)
    {
        var classOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
            classOf.TryAdd(classes[i], i);
        int[] classOfId = [.. labels.Select(seen => classOf[seen.Label])];
        return [.. rows.Select(id => classOfId[id])];
    }

    private void SortAsNumbers(string[] classes)
    {
        double[] values = [.. classes.Select(label => double.Parse(label, NumberStyles.Float, CultureInfo.InvariantCulture))];
        Array.Sort(values, classes);
        for (int i = 1; i < classes.Length; i++)
        {
            if (values[i] == values[i - 1])
            {
                (string label, long line) = labels[Math.Max(labelIds[classes[i]], labelIds[classes[i - 1]])];
                string other = label == classes[i] ? classes[i - 1] : classes[i];
                throw At(line, $"found the label {Quoted.Text(label)}, which is the same number as the label {Quoted.Text(other)}; expected one spelling for each class. Write both alike.");
            }
        }
    }

    private DataFormatException At(long line, string what) => new($"{source}, line {line}, column {Quoted.Text(column)}: {what}");
}
