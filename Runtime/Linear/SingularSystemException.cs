namespace NeuralGpu;

/// <summary>The normal equations have no unique solution: some columns are linear combinations of others. The message names them and says how to mend it.</summary>
public sealed class SingularSystemException : Exception
{
    /// <summary>An unexplained failure.</summary>
    public SingularSystemException()
    {
    }

    /// <summary>A failure with its reason.</summary>
    public SingularSystemException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its reason and cause.</summary>
    public SingularSystemException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal SingularSystemException(string message, IReadOnlyList<string> dependentColumns, int rank)
        : base(message)
    {
        DependentColumns = dependentColumns;
        Rank = rank;
    }

    /// <summary>The columns that are linear combinations of columns before them; leaving them out gives a system that can be solved.</summary>
    public IReadOnlyList<string> DependentColumns { get; } = [];

    /// <summary>How many columns are independent, the intercept's among them.</summary>
    public int Rank { get; }
}
