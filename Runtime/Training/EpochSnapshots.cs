namespace NeuralGpu;

/// <summary>The parameters at the start of the last two epochs, so that a diverged fit can go back to its last good network.</summary>
internal sealed class EpochSnapshots(Device device, Network network) : IDisposable
{
    private DeviceParameters latest = DeviceParameters.Zeros(device, network);
    private DeviceParameters previous = DeviceParameters.Zeros(device, network);

    /// <summary>Queues a copy of the parameters and forgets the older of the two snapshots.</summary>
    public void Take(DeviceParameters parameters)
    {
        (latest, previous) = (previous, latest);
        parameters.CopyTo(latest);
    }

    /// <summary>Queues a copy back from the latest snapshot or the one before it.</summary>
    public void Restore(DeviceParameters parameters, bool latest) => (latest ? this.latest : previous).CopyTo(parameters);

    public void Dispose()
    {
        latest.Dispose();
        previous.Dispose();
    }
}
