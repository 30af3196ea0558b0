namespace NeuralGpu;

/// <summary>The device that was asked for is not there, or cannot be used; the message says why and lists what there is.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>An unexplained refusal.</summary>
    public DeviceUnavailableException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public DeviceUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public DeviceUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
