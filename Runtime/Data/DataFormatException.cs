namespace NeuralGpu;

/// <summary>A file's content is not what it should be: bad input data, or a damaged or foreign model file. The message names the file, the place in it, what was found, what was expected and how to mend it.</summary>
/// <remarks>A file that is not there is a <see cref="FileNotFoundException"/> instead.</remarks>
public sealed class DataFormatException : Exception
{
    /// <summary>An unexplained refusal.</summary>
    public DataFormatException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public DataFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
