using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;
using ILGPU.Runtime.OpenCL;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The golden trainings: on every device, with any number of threads, at any SIMD width, and from an implementation of their own.</summary>
public class GoldenTrainingTests
{
    public static TheoryData<string> Devices => TestDevice.AllAndSimulator;

    public static TheoryData<string> Trainings => [.. GoldenTrainings.All.Select(training => training.Name)];

    // Those in binary64 use no binary32 multiply-add, and refine their result to its last digit with any.
    public static TheoryData<string> InBinary32 => [.. GoldenTrainings.All.Where(golden => golden is not GoldenLinearModel).Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Run_EveryDevice_GivesTheGoldenWeights(string name)
    {
        GoldenResult[] results = [.. GoldenTrainings.Run(TestDevice.Open(name))];
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.Equal(result.Expected, result.Sha256));
    }

    [Theory]
    [InlineData(1, 128)]
    [InlineData(2, 128)]
    [InlineData(3, 128)]
    [InlineData(8, 128)]
    [InlineData(1, 256)]
    [InlineData(2, 256)]
    [InlineData(3, 256)]
    [InlineData(8, 256)]
    [InlineData(1, 512)]
    [InlineData(2, 512)]
    [InlineData(3, 512)]
    [InlineData(8, 512)]
    public void Run_AnyThreadsAndRegisters_GivesTheGoldenWeights(int threads, int bits)
        => HostSimdWidths.Run(bits, () =>
        {
            using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
            Assert.Equal(threads, device.Threads);
            Assert.All(GoldenTrainings.Run(device), result => Assert.Equal(result.Expected, result.Sha256));
        });

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Reference_PlainLoopsFromTheContractsText_GivesTheGoldenWeights(string name)
    {
        GoldenCase golden = GoldenTrainings.All.Single(candidate => candidate.Name == name);
        Assert.Equal(golden.Expected, new ReferenceTrainer(MathF.FusedMultiplyAdd).Hash(golden));
    }

    [Theory]
    [MemberData(nameof(InBinary32))]
    public void Reference_BrokenMultiplyAdd_GivesOtherWeights(string name)
    {
        GoldenCase golden = GoldenTrainings.All.Single(candidate => candidate.Name == name);
        Assert.NotEqual(golden.Expected, new ReferenceTrainer((a, b, c) => (a * b) + c).Hash(golden));
    }

    // Each turns off one feature that a golden training is there to cover; a training that would not notice covers nothing.
    [Theory]
    [InlineData("adamw-300-230-2-relu-tanh-mse-clipped")]
    [InlineData("squared-hinge-30-5-clipped")]
    [InlineData("sgd-9-2-identity-mse")]
    [InlineData("momentum-24-19-3-tanh-sigmoid-bce")]
    [InlineData("nesterov-17-20-2-relu-identity-mse")]
    [InlineData("rmsprop-12-9-4-sigmoid-softmax")]
    [InlineData("adam-20-33-18-4-relu-tanh-softmax-dropout")]
    [InlineData("squared-hinge-30-1-without-bias")]
    [InlineData("logistic-18-3-bias-decay")]
    [InlineData("hinge-21-4")]
    public void Run_WithoutAFeature_GivesAnotherResult(string name)
    {
        var golden = (GoldenFit)GoldenTrainings.All.Single(candidate => candidate.Name == name);
        TrainingOptions options = golden.Options;
        List<GoldenFit> others = [];
        if (options.ClipNorm > 0)
            others.Add(golden with { Options = options with { ClipNorm = 0 } });
        if (options.Dropout > 0)
            others.Add(golden with { Options = options with { Dropout = 0 } });
        if (options.L2 > 0)
            others.Add(golden with { Options = options with { L2 = 0 } });
        if (options.L1 > 0)
            others.Add(golden with { Options = options with { L1 = 0 } });
        if (options.L2 > 0 || options.Optimizer is AdamW { WeightDecay: > 0 })
            others.Add(golden with { Options = options with { PenalizeBiases = !options.PenalizeBiases } });
        if (!options.TrainBiases)
            others.Add(golden with { Options = options with { TrainBiases = true } });
        if (golden.IsWeighted)
            others.Add(golden with { IsWeighted = false });
        if (options.Schedule != Schedule.Constant)
            others.Add(golden with { Options = options with { Schedule = Schedule.Constant } });
        Assert.NotEmpty(others);
        Device device = TestDevice.Open("cpu");
        Assert.All(others, other => Assert.False(other.Run(device).Ok, $"{other} gives the same"));
    }

    [Fact]
    public void Run_BrokenMultiplyAddOnOpenCL_TurnsRed()
    {
        DeviceInfo info = TestDevice.Open("opencl").Info;
        using Context context = Context.Create(builder =>
        {
            builder.ExactArithmetic();
            builder.GetIntrinsicManager().RegisterMethod(
                typeof(Ieee).GetMethod(nameof(Ieee.Fma))!,
                new CLIntrinsic(typeof(GoldenTrainingTests), nameof(GenerateBrokenFma), IntrinsicImplementationMode.GenerateCode));
            builder.OpenCL(_ => true);
        });
        using Device broken = Device.OpenUnchecked(info, context);
        DirectoryInfo passed = Directory.CreateTempSubdirectory();
        Assert.Throws<DeviceUnavailableException>(() => SelfTest.Require(broken, passed.FullName));
        Assert.Empty(passed.GetFileSystemInfos());
        passed.Delete();
        Assert.All(GoldenTrainings.All.Where(golden => golden is not GoldenLinearModel), training => Assert.False(training.Run(broken).Ok, $"{training.Name} did not notice"));
    }

    internal static void GenerateBrokenFma(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        var call = (MethodCall)value;
        var a = (CLCodeGenerator.Variable)generator.Load(call.Nodes[0]);
        var b = (CLCodeGenerator.Variable)generator.Load(call.Nodes[1]);
        var c = (CLCodeGenerator.Variable)generator.Load(call.Nodes[2]);
        CLCodeGenerator.Variable target = generator.Allocate(call);
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(target);
        // fma(a·b, 1, c) with a·b rounded by itself, so that no compiler mends it.
        statement.AppendCommand("fma(fma(");
        statement.Append(a);
        statement.AppendOperation(",");
        statement.Append(b);
        statement.AppendOperation(",-0.0f),1.0f,");
        statement.Append(c);
        statement.AppendOperation(")");
    }
}
