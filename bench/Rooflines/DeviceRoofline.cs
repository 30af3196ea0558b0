using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Measures the roofline of any device: the best of several rounds, since other work can only make a round slower.</summary>
internal static class DeviceRoofline
{
    private const int Rounds = 5;

    // A round grows until it is so long that a launch does not count.
    private const double RoundSeconds = 0.02;

    private const int LoopTurns = 64;

    private const long LargestCopy = 256L << 20;

    /// <exception cref="InvalidOperationException">The device's multiply-adds give another result than they must.</exception>
    /// <exception cref="AggregateException">So do those of several threads of the host.</exception>
    public static Roofline Measure(Device device)
        => device.Target.Workers is { } workers ? HostRoofline.Measure(workers) : new Roofline(Flops(device), Bandwidth(device));

    private static double Flops(Device device)
    {
        var operation = new Elementwise<FmaChains>(device.Target);
        double best = 0;
        for (long count = 1 << 14; ; count *= 2)
        {
            using DeviceBuffer<float> outputs = device.AllocateFloats(count);
            double seconds = Best(device, () => operation.Run(new FmaChains(outputs.View(), LoopTurns), count));
            best = Math.Max(best, (double)FmaChains.OperationsATurn * LoopTurns * count / seconds);
            if (seconds < RoundSeconds && count < 1 << 26)
                continue;
            var sums = new float[1];
            outputs.View().CopyTo(sums, 1);
            return sums[0] is > 7.99f and < 8.01f ? best : throw new InvalidOperationException($"The chains of multiply-adds on {device.Info.Name} add up to {sums[0]}; 8 was expected.");
        }
    }

    private static double Bandwidth(Device device)
    {
        long bytes = Math.Min(LargestCopy, device.Info.MemoryBytes / 8);
        using DeviceBuffer<float> from = device.AllocateFloats(bytes / sizeof(float));
        using DeviceBuffer<float> to = device.AllocateFloats(bytes / sizeof(float));
        from.Clear();
        return 2.0 * bytes / Best(device, () => from.CopyTo(to));
    }

    private static double Best(Device device, Action action)
    {
        double best = double.PositiveInfinity;
        // The first round loads and touches, and does not count.
        for (int round = -1; round < Rounds; round++)
        {
            device.Synchronize();
            double start = Turns.Now();
            action();
            device.Synchronize();
            if (round >= 0)
                best = Math.Min(best, Turns.Now() - start);
        }
        return best;
    }
}
