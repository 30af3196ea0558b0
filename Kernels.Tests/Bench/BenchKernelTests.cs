using System.Reflection;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Bench;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The kernels of the benchmarks themselves, as PTX.</summary>
public sealed class BenchKernelTests
{
    [Fact]
    public void FmaChains_AsPtx_IsMultiplyAddsInRegistersAlone()
    {
        string ptx = Compile<FmaChains>();

        IReadOnlyList<PtxInstruction> body = PtxInstruction.Parse(ptx)[^1];
        Assert.Equal(FmaChains.OperationsATurn / 2, body.Count(instruction => instruction.Text.Contains("fma.rn.f32", StringComparison.Ordinal)));
        Assert.Single(body, instruction => instruction.Opcode.StartsWith("st.", StringComparison.Ordinal));
        Assert.DoesNotContain(body, instruction => instruction.Opcode.StartsWith("ld.", StringComparison.Ordinal) && !instruction.Opcode.StartsWith("ld.param", StringComparison.Ordinal));
        Assert.Empty(PtxLint.LocalMemory(ptx));
    }

    [Fact]
    public void FmaChains_OnTheCpu_TendToOneEach()
    {
        Device device = TestDevice.Open("cpu");
        using DeviceBuffer<float> outputs = device.AllocateFloats(40);

        new Elementwise<FmaChains>(device.Target).Run(new FmaChains(outputs.View(), turns: 8), 40);

        var sums = new float[40];
        outputs.Download(sums);
        Assert.All(sums, sum => Assert.Equal(8f, sum, 1e-5f));
    }

    [Fact]
    public void Exp_AsPtx_KeepsTheContract()
        => Assert.Empty(PtxLint.InexactArithmetic(Compile<Map<Bench.Exp>>()));

    private static string Compile<TOperation>()
        where TOperation : struct, IElementwise
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_90);
        return compiler.Compile(typeof(Elementwise<TOperation>).GetMethod("Kernel", BindingFlags.Static | BindingFlags.NonPublic)!);
    }
}
