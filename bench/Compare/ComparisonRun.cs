namespace NeuralGpu.Bench;

/// <summary>Measures every device of this machine at the same work, in turn.</summary>
/// <param name="threads">Threads of the CPU device.</param>
/// <param name="progress">Where it says what it is doing.</param>
/// <param name="stop">Ends it after the point under way; what has been measured is kept.</param>
internal sealed class ComparisonRun(int threads, TextWriter progress, CancellationToken stop)
{
    private const int Rounds = 5;

    // A call that takes longer is not repeated, and one that would take much longer is not made.
    private const double LongCallSeconds = 0.2;
    private const double TooLongSeconds = 3;

    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(100);

    public Comparison Run(IReadOnlyList<Work> works)
    {
        IReadOnlyList<DeviceInfo> found = Device.List();
        var devices = new List<ComparedDevice>();
        try
        {
            foreach (DeviceInfo info in found.Where(info => info.Usable))
            {
                progress.WriteLine($"opening {DeviceName.Format(info.Kind, info.Index)}: {info.Name}");
                devices.Add(ComparedDevice.Open(info, threads));
            }
            ComparedDeviceFigures[] figures = [.. devices.Select(Figures)];
            var measured = new List<MeasuredWork>();
            foreach (Work work in works.TakeWhile(_ => !stop.IsCancellationRequested))
                measured.Add(Measure(work, devices));
            return new Comparison(figures, [.. found.Where(info => !info.Usable).Select(info => $"{DeviceName.Format(info.Kind, info.Index)} ({info.Name}): {info.Reason}")], measured, !stop.IsCancellationRequested);
        }
        finally
        {
            foreach (ComparedDevice device in devices)
                device.Dispose();
        }
    }

    private ComparedDeviceFigures Figures(ComparedDevice device)
    {
        progress.WriteLine($"{device.Name}: roofline and first step");
        DeviceInfo info = device.Device.Info;
        // The first process reads the files from the disk; the better of two.
        double firstStep = Math.Min(FirstStep.Seconds(device.Name, threads, "784-512-256-10", "sigmoid", 128), FirstStep.Seconds(device.Name, threads, "784-512-256-10", "sigmoid", 128));
        return new(device.Name, info.Name, info.Driver, device.Device.Threads, DeviceRoofline.Measure(device.Device), device.OpenSeconds, device.FirstLaunchSeconds, firstStep);
    }

    private MeasuredWork Measure(Work work, IReadOnlyList<ComparedDevice> devices)
    {
        var points = new List<WorkPoint>();
        foreach (long size in work.Sizes)
        {
            if (stop.IsCancellationRequested)
                break;
            progress.WriteLine($"{work.Name}: {work.Label(size)}");
            WorkPoint? last = points.LastOrDefault();
            bool[] skipped = [.. devices.Select((_, i) => last is not null && WouldBeTooLong(last.Seconds[i], work.Amount(size) / last.Work))];
            points.Add(new WorkPoint(size, work.Label(size), work.Amount(size), Measure(work, size, devices, skipped, points.Count == 0 ? FirstWarmUp : WarmUp)));
        }
        return new MeasuredWork(work.Name, work.SizeName, work.Unit, points);
    }

    // Of a short call most may be a launch, which does not grow with the size.
    private static bool WouldBeTooLong(double? last, double growth) => last is not { } seconds || (seconds > LongCallSeconds && seconds * growth > TooLongSeconds);

    private static double?[] Measure(Work work, long size, IReadOnlyList<ComparedDevice> devices, bool[] skipped, TimeSpan warmUp)
    {
        WorkBody?[] bodies = [.. devices.Select((device, i) => skipped[i] ? null : work.Prepare(device.Device, size))];
        try
        {
            var times = new List<double>[devices.Count];
            var turns = new Func<double>?[devices.Count];
            for (int i = 0; i < devices.Count; i++)
            {
                times[i] = [];
                if (bodies[i] is not { } body)
                    continue;
                // The first call loads and compiles.
                body.Once();
                double seconds = body.Once();
                if (seconds > LongCallSeconds)
                    times[i].Add(seconds);
                else
                    turns[i] = body.Turn(warmUp);
            }
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < devices.Count; i++)
                {
                    if (turns[i] is { } turn)
                        times[i].Add(turn());
                }
            }
            return [.. times.Select(list => list.Count == 0 ? (double?)null : Turns.Median(list))];
        }
        finally
        {
            foreach (WorkBody? body in bodies)
                body?.Dispose();
        }
    }
}
