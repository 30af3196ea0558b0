namespace NeuralGpu;

/// <summary>The device has too little free memory; the message says how much was asked for.</summary>
public sealed class DeviceMemoryException : Exception
{
    /// <summary>An unexplained failure.</summary>
    public DeviceMemoryException()
    {
    }

    /// <summary>A failure with its reason.</summary>
    public DeviceMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its reason and cause.</summary>
    public DeviceMemoryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
