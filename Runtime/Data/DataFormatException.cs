namespace NeuralGpu;

/// <summary>The content of a data or model file is not what it must be; the message says where, what was found, what was expected and how to mend it.</summary>
public sealed class DataFormatException : Exception
{
    /// <summary>An unexplained failure.</summary>
    public DataFormatException()
    {
    }

    /// <summary>A failure with its reason.</summary>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its reason and cause.</summary>
    public DataFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
