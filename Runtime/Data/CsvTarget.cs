using System.Globalization;

namespace NeuralGpu;

/// <summary>The target column of a CSV file, gathered row by row as text, and read as classes or numbers once the whole column is known.</summary>
internal sealed class CsvTarget(string path, string column)
{
    /// <summary>At most this many different whole numbers are taken for classes when the task is not given.</summary>
    private const int MostIntegerClasses = 20;

    private readonly Dictionary<string, int> _labelIds = new(StringComparer.Ordinal);
    private readonly List<string> _labels = [];
    private readonly List<long> _firstLines = [];
    private readonly List<int> _rows = [];

    /// <summary>Adds a row's target.</summary>
    /// <exception cref="DataFormatException">The cell is empty.</exception>
    public void Add(string cell, long line)
    {
        if (cell.Length == 0)
            throw new DataFormatException($"{path}, line {line}, column '{column}': found an empty cell, expected the row's target; fill in or remove the row.");
        if (!_labelIds.TryGetValue(cell, out int id))
        {
            id = _labels.Count;
            _labelIds.Add(cell, id);
            _labels.Add(cell);
            _firstLines.Add(line);
        }
        _rows.Add(id);
    }

    /// <summary>The rows with their targets.</summary>
    /// <param name="features">[rows × names], row-major.</param>
    /// <param name="names">The features' names.</param>
    /// <param name="task">What the target means; null: classes when it holds text or at most 20 different whole numbers, else numbers.</param>
    /// <param name="classes">The classes there are; null: those found.</param>
    /// <exception cref="DataFormatException">A label is not among the classes, there is only one class, or a number is wanted and not found.</exception>
    public LabeledData Label(float[] features, IReadOnlyList<string> names, LearningTask? task, IReadOnlyList<string>? classes)
    {
        LearningTask chosen = task ?? (classes is not null || LooksLikeClasses() ? LearningTask.Classify : LearningTask.Regress);
        if (chosen == LearningTask.Regress)
            return LabeledData.ForValues(features, names, column, EachRow(_labels.Select((label, id) => CsvNumber.Parse(label, path, _firstLines[id], column))));
        IReadOnlyList<string> known = classes ?? FoundClasses();
        return LabeledData.ForClasses(features, names, column, known, EachRow(ClassOfEachLabel(known)));
    }

    private bool LooksLikeClasses()
    {
        foreach (string label in _labels)
        {
            if (!double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return true;
        }
        return _labels.Count <= MostIntegerClasses && _labels.TrueForAll(label => double.IsInteger(double.Parse(label, CultureInfo.InvariantCulture)));
    }

    private string[] FoundClasses()
    {
        if (_labels.Count < 2)
            throw new DataFormatException($"{path}, column '{column}': every row has the class '{_labels[0]}', expected at least two classes; choose another target column, or read the column as numbers (task regress).");
        return ClassNames.Sorted(_labels);
    }

    private int[] ClassOfEachLabel(IReadOnlyList<string> classes)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
            positions.Add(classes[i], i);
        var indices = new int[_labels.Count];
        for (int id = 0; id < indices.Length; id++)
        {
            if (!positions.TryGetValue(_labels[id], out indices[id]))
                throw new DataFormatException($"{path}, line {_firstLines[id]}, column '{column}': found the class '{_labels[id]}', expected one of {string.Join(", ", classes)}; correct the label or remove the row.");
        }
        return indices;
    }

    private T[] EachRow<T>(IEnumerable<T> ofLabels)
    {
        T[] values = [.. ofLabels];
        var rows = new T[_rows.Count];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = values[_rows[i]];
        return rows;
    }
}
