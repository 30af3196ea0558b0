namespace NeuralGpu;

/// <summary>One pass over a <see cref="SampleSource"/>.</summary>
public abstract class SampleReader : IDisposable
{
    /// <summary>Rows read so far.</summary>
    public long Row { get; protected set; }

    /// <summary>How far the pass is, from 0 to 1; NaN when it cannot be told.</summary>
    public abstract double Progress { get; }

    /// <summary>Reads the next rows.</summary>
    /// <param name="features">[rows × features], written from the start; its length says how many rows at most.</param>
    /// <param name="targets">[rows × targets], written.</param>
    /// <param name="weights">[rows], written; empty when the source has no weights.</param>
    /// <returns>Rows read: as many as there is room for, fewer only at the end, 0 after it.</returns>
    /// <exception cref="DataFormatException">A value is not a finite number (the row and the column are named), or the file is damaged.</exception>
    public abstract int Read(Span<double> features, Span<double> targets, Span<double> weights);

    /// <summary>The next rows where they lie, or null when they have to be read. Their features are still to be checked: <see cref="RequireFinite"/>.</summary>
    /// <param name="most">How many at most.</param>
    /// <exception cref="DataFormatException">A target or a weight is not a finite number.</exception>
    internal virtual SampleRows? Next(int most) => null;

    /// <summary>Refuses features that are not finite.</summary>
    /// <param name="rows">What <see cref="Next"/> gave last.</param>
    /// <exception cref="DataFormatException">One is not; the first is named.</exception>
    internal virtual void RequireFinite(SampleRows rows)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the reader has open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
