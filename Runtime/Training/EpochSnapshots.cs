namespace NeuralGpu;

/// <summary>The parameters and the optimizer's numbers at the start of the last two epochs, on the device, so that a diverged fit can go back to its last good network.</summary>
internal sealed class EpochSnapshots(Device device, Network network, int moments) : IDisposable
{
    private Snapshot latest = new(device, network, moments);
    private Snapshot previous = new(device, network, moments);

    /// <summary>How many floats the two snapshots take.</summary>
    /// <param name="parameters">What <see cref="DeviceParameters"/> take.</param>
    /// <param name="moments">What the optimizer keeps for each of them.</param>
    public static long FloatsOf(long parameters, int moments) => 2 * (1L + moments) * parameters;

    /// <summary>Queues a copy and forgets the older of the two snapshots.</summary>
    public void Take(FitPosition position, DeviceParameters parameters, IReadOnlyList<DeviceParameters> moments)
    {
        (latest, previous) = (previous, latest);
        latest.Take(position, parameters, moments);
    }

    /// <summary>Queues a copy back from the newest snapshot that has had no more than so many updates, and says where it stands; null when there is none.</summary>
    public FitPosition? Restore(long updates, DeviceParameters parameters, IReadOnlyList<DeviceParameters> moments)
        => latest.TryRestore(updates, parameters, moments) ?? previous.TryRestore(updates, parameters, moments);

    public void Dispose()
    {
        latest.Dispose();
        previous.Dispose();
    }

    private sealed class Snapshot(Device device, Network network, int moments) : IDisposable
    {
        private readonly DeviceParameters parameters = DeviceParameters.Zeros(device, network);
        private readonly DeviceParameters[] moments = [.. Enumerable.Range(0, moments).Select(_ => DeviceParameters.Zeros(device, network))];
        private FitPosition? position;

        public void Take(FitPosition at, DeviceParameters from, IReadOnlyList<DeviceParameters> fromMoments)
        {
            position = at;
            from.CopyTo(parameters);
            for (int i = 0; i < moments.Length; i++)
                fromMoments[i].CopyTo(moments[i]);
        }

        public FitPosition? TryRestore(long updates, DeviceParameters to, IReadOnlyList<DeviceParameters> toMoments)
        {
            if (position is not { } at || at.Updates > updates)
                return null;
            parameters.CopyTo(to);
            for (int i = 0; i < moments.Length; i++)
                moments[i].CopyTo(toMoments[i]);
            return at;
        }

        public void Dispose()
        {
            parameters.Dispose();
            foreach (DeviceParameters values in moments)
                values.Dispose();
        }
    }
}
