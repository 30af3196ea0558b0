namespace NeuralGpu;

/// <summary>How often samples of each class were predicted to be of each class. Empty cells take no memory.</summary>
public sealed class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    private readonly Dictionary<(int Target, int Predicted), long> cells = [];
    private readonly long[] byTarget;
    private readonly long[] byPrediction;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">At least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer classes.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        byTarget = new long[classes];
        byPrediction = new long[classes];
    }

    /// <summary>Number of classes.</summary>
    public int Classes => byTarget.Length;

    /// <summary>Number of samples counted.</summary>
    public long Samples { get; private set; }

    /// <summary>Samples of class <paramref name="target"/> that were predicted to be of class <paramref name="predicted"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is not one of the matrix.</exception>
    public long this[int target, int predicted]
    {
        get
        {
            RequireClass(target, nameof(target));
            RequireClass(predicted, nameof(predicted));
            return cells.GetValueOrDefault((target, predicted));
        }
    }

    /// <summary>The fraction of samples on the diagonal; NaN without samples.</summary>
    public double Accuracy => (double)Diagonal().Sum() / Samples;

    /// <summary>The mean recall of the classes that have samples, as scikit-learn's <c>balanced_accuracy_score</c>; NaN without samples.</summary>
    public double BalancedAccuracy => MeanWhere(c => byTarget[c] > 0, (c, right) => (double)right / byTarget[c]);

    /// <summary>The unweighted mean of the classes' F1 = 2TP/(2TP + FP + FN), over the classes that occur as target or prediction: scikit-learn's <c>f1_score(average="macro", zero_division=0)</c>; macro for two classes too. NaN without samples.</summary>
    public double F1 => MeanWhere(c => byTarget[c] + byPrediction[c] > 0, (c, right) => 2.0 * right / (byTarget[c] + byPrediction[c]));

    /// <summary>Counts a sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is not one of the matrix.</exception>
    public void Add(int target, int predicted)
    {
        RequireClass(target, nameof(target));
        RequireClass(predicted, nameof(predicted));
        cells[(target, predicted)] = cells.GetValueOrDefault((target, predicted)) + 1;
        byTarget[target]++;
        byPrediction[predicted]++;
        Samples++;
    }

    /// <summary>The whole matrix: a row for each target's class, a column for each predicted class.</summary>
    public long[][] ToRows()
    {
        var rows = new long[Classes][];
        for (int target = 0; target < rows.Length; target++)
            rows[target] = new long[Classes];
        foreach (((int target, int predicted), long count) in cells)
            rows[target][predicted] = count;
        return rows;
    }

    /// <summary>Whether both count the same.</summary>
    public bool Equals(ConfusionMatrix? other)
        => other is not null && Classes == other.Classes && Samples == other.Samples && cells.All(cell => other.cells.GetValueOrDefault(cell.Key) == cell.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes, Samples);

    private long[] Diagonal() => [.. Enumerable.Range(0, Classes).Select(c => cells.GetValueOrDefault((c, c)))];

    // The mean over some classes, added in ascending order; 0/0 = NaN for none.
    private double MeanWhere(Func<int, bool> counts, Func<int, long, double> value)
    {
        long[] right = Diagonal();
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < Classes; c++)
        {
            if (!counts(c))
                continue;
            sum += value(c, right[c]);
            classes++;
        }
        return sum / classes;
    }

    private void RequireClass(int c, string name)
    {
        if ((uint)c >= (uint)Classes)
            throw new ArgumentOutOfRangeException(name, c, $"Class {c} is not one of the {Classes} classes, 0 to {Classes - 1}.");
    }
}
