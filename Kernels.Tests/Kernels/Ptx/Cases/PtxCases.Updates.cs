using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Optimizers, penalties, clipping and perceptrons.</content>
internal static partial class PtxCases
{
    // One full block and a tail.
    private const int Parameters = 301;

    private static IEnumerable<PtxCase> Updates =>
    [
        Elementwise("any bits", Parameters, memory => new SgdUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), 0.1f)),
        Elementwise("any bits", Parameters, memory => new MomentumUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.25f, 0.1f)),
        Elementwise("any bits", Parameters, memory => new NesterovUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.25f, 0.1f)),
        Elementwise("any bits", Parameters, memory => new RmsPropUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.1f, 1e-8f, 0.25f, 0.01f)),
        Elementwise("any bits", Parameters, memory => new AdamUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), memory.Wild(4, Parameters), Adam)),
        Update(memory => new SgdUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), float.NaN)),
        Update(memory => new MomentumUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.25f, float.NaN)),
        Update(memory => new NesterovUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.25f, float.NaN)),
        Update(memory => new RmsPropUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), 0.9f, 0.1f, 1e-8f, 0.25f, float.NaN)),
        Update(memory => new AdamUpdate(memory.Wild(1, Parameters), memory.Wild(2, Parameters), memory.Wild(3, Parameters), memory.Wild(4, Parameters), Adam with { StepSize = float.NaN, RootCorrection = float.NaN, Keep = float.NaN })),
        Elementwise("any bits", Parameters, memory => new PenaltyGradient(memory.Wild(1, Parameters), memory.Wild(2, Parameters), 0.01f, 0.002f)),
        Elementwise("any bits", Parameters, memory => new Scaling(memory.Wild(1, Parameters), memory.Floats([.. Enumerable.Repeat(0.3f, ClipScale.Copies)]))),
        Rowwise("over the limit", 1, 1, memory => new ClipScale(memory.Floats(3f, 0.1f, 2f), 0.7f, memory.Unwritten(ClipScale.Copies))),
        Rowwise("not finite", 1, 1, memory => new ClipScale(memory.Floats(3f, float.PositiveInfinity), 0.7f, memory.Unwritten(ClipScale.Copies))),
        Rowwise("two chunks of sums", 1, 1, memory => new ClipScale(memory.Floats([.. DeviceMatrices.Random(1, 300).Select(MathF.Abs)]), 1e9f, memory.Unwritten(ClipScale.Copies))),
        Perceptron("7 features", 30, 7, 3),
        Perceptron("two chunks of features", 5, 300, 2),
    ];

    private static AdamFactors Adam => new(0.9f, 0.1f, 0.999f, 0.001f, 1e-8f, 0.25f, 0.01f, 31.6f, 0.999f);

    private static PtxCase Update<TUpdate>(Func<PtxCaseMemory, TUpdate> operands)
        where TUpdate : struct, IUpdate<TUpdate>
        => One($"Step {KernelCatalog.NameOf(typeof(TUpdate))}", "numbers in memory", (kernel, memory) =>
        {
            (TUpdate update, FloatView numbers) = (operands(memory), memory.Floats(0.1f, 31.6f, 0.999f));
            return new PtxCall(PtxLaunch.Linear(kernel, Parameters, update, numbers, (long)Parameters), target => new StepUpdate<TUpdate>(target).Run(update, numbers, Parameters));
        });

    private static PtxCase Perceptron(string name, int samples, int features, int outputs)
        => Rowwise(name, outputs, features, memory => new PerceptronEpoch(
            memory.Uniform(1, samples * features).AsMatrix(samples, features),
            memory.Floats([.. DeviceMatrices.Random(2, samples * outputs).Select(value => value < 0 ? -1f : 1f)]),
            memory.Uniform(3, features * outputs).AsMatrix(features, outputs),
            memory.Uniform(4, outputs),
            memory.Unwritten(samples * outputs),
            0.5f));
}
