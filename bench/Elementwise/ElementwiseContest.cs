using System.Numerics.Tensors;
using System.Reflection;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Activations over a long array against System.Numerics.Tensors and memcpy on the host, in this process, and against libtorch.</summary>
internal sealed class ElementwiseContest
{
    // Read and written.
    private const int BytesAnElement = 2 * sizeof(float);

    private readonly ContestSetting setting;
    private readonly HostSpans host;
    private readonly DeviceBuffer<float> inputs;
    private readonly DeviceBuffer<float> outputs;
    private readonly int count;

    private ElementwiseContest(ContestSetting setting, HostSpans host, DeviceBuffer<float> inputs, DeviceBuffer<float> outputs, int count)
    {
        this.setting = setting;
        this.host = host;
        this.inputs = inputs;
        this.outputs = outputs;
        this.count = count;
    }

    /// <summary>The verb elementwise.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, [.. ContestSetting.OptionNames, "--count"], ["--json"]);
        int count = options.Count("--count", 1 << 24);
        using var setting = new ContestSetting(options, [PeerProgram.TorchSharp, PeerProgram.PyTorch], otherwise: "all", rounds: 9);
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 16) - 8)];
        using var host = new HostSpans(setting.Threads, numbers);
        using DeviceBuffer<float> inputs = setting.Device.AllocateFloats(count);
        using DeviceBuffer<float> outputs = setting.Device.AllocateFloats(count);
        inputs.Upload(numbers);
        outputs.Upload(numbers);
        var contest = new ElementwiseContest(setting, host, inputs, outputs, count);
        new Contest(
            $"f(x) for {count} floats in [−8, 8), read and written, on {setting.InWords}",
            Unit.GigaBytes,
            [new Contestant("memcpy", "Buffer.MemoryCopy, as many threads"), new Contestant("TensorPrimitives", $"System.Numerics.Tensors {TensorsVersion}, as many threads"), .. setting.Contestants],
            contest.Rows())
            .Write(output, options.Has("--json"));
    }

    // The assembly's own version is that of the first release of the line.
    private static string TensorsVersion => typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private IEnumerable<ContestRow> Rows()
    {
        yield return Row<Sigmoid>("sigmoid", TensorPrimitives.Sigmoid);
        yield return Row<Tanh>("tanh", TensorPrimitives.Tanh);
        yield return Row<Exp>("exp", TensorPrimitives.Exp);
    }

    private ContestRow Row<TActivation>(string name, HostSpans.Part primitive)
        where TActivation : struct, IActivation
    {
        var operation = new Elementwise<Map<TActivation>>(setting.Device.Target);
        Func<double> ours = Turns.Of(() => operation.Run(new Map<TActivation>(inputs.View(), outputs.View()), count), finish: setting.Device.Synchronize);
        Func<double> copy = Turns.Of(() => host.Run(static (from, to) => from.CopyTo(to)));
        Func<double> primitives = Turns.Of(() => host.Run(primitive));
        (double seconds, IReadOnlyList<double?> peers) = Turns.Measure(setting.Rounds, ours, [() => copy(), () => primitives(), .. setting.PeerTurns($"elementwise {name} {count}")]);
        return new ContestRow(name, (double)BytesAnElement * count, seconds, peers);
    }
}
