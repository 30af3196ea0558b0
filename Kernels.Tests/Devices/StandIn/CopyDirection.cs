namespace NeuralGpu.Tests;

/// <summary>From where to where a copy goes.</summary>
internal enum CopyDirection
{
    /// <summary>From the host's memory to a device's.</summary>
    HostToDevice,

    /// <summary>From a device's memory to the host's.</summary>
    DeviceToHost,

    /// <summary>Within a device's memory.</summary>
    DeviceToDevice,
}
