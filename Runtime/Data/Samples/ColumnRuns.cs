namespace NeuralGpu;

/// <summary>Columns to take out of each row of a matrix, as runs of neighbours, so that long rows are copied and not picked apart.</summary>
internal sealed class ColumnRuns
{
    private readonly List<(int First, int Length)> runs = [];

    /// <summary>Groups columns in the order in which they are wanted.</summary>
    public ColumnRuns(int[] columns)
    {
        Count = columns.Length;
        foreach (int column in columns)
        {
            if (runs.Count > 0 && runs[^1].First + runs[^1].Length == column)
                runs[^1] = (runs[^1].First, runs[^1].Length + 1);
            else
                runs.Add((column, 1));
        }
    }

    /// <summary>How many columns are taken.</summary>
    public int Count { get; }

    /// <summary>Copies the columns of every row.</summary>
    /// <param name="matrix">[rows × width], row-major.</param>
    /// <param name="width">Columns of <paramref name="matrix"/>.</param>
    /// <param name="chosen">[rows × <see cref="Count"/>], written from the start.</param>
    public void Copy(ReadOnlySpan<double> matrix, int width, Span<double> chosen)
    {
        int at = 0;
        for (int row = 0; row < matrix.Length; row += width)
        {
            foreach ((int first, int length) in runs)
            {
                matrix.Slice(row + first, length).CopyTo(chosen[at..]);
                at += length;
            }
        }
    }
}
