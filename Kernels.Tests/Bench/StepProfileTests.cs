using System.Globalization;
using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

/// <summary>What a profile of a training step sees and prints.</summary>
public sealed class StepProfileTests
{
    private static readonly NetworkShape Shape = new([6, 20, 3], Activation.Sigmoid);

    [Fact]
    public void Measure_OnTheCpu_SeesEachLaunchInItsOrder()
    {
        using Device device = Device.Open("cpu", 1);

        StepProfile profile = StepProfile.Measure(device, Shape, batch: 8, steps: 4);

        Assert.Equal(3, profile.Steps);
        Assert.Equal(
            [
                "SampleGather",
                "Gemm<BiasActivation<Sigmoid>> 8×20×6 NN",
                "Gemm<BiasActivation<Identity>> 8×3×20 NN",
                "Rowwise<SoftmaxCrossEntropy>",
                "Gemm<TimesDerivative<Sigmoid>> 8×20×3 NT",
                "Gemm<NoEpilogue> 20×3×8 TN",
                "Gemm<NoEpilogue> 6×20×8 TN",
                "Elementwise<SgdUpdate>",
            ],
            profile.Launches.Select(launch => launch.Name));
        Assert.All(profile.Launches, launch => Assert.True(launch.Seconds > 0));
        Assert.Equal([0, 1920, 960, 0, 960, 960, 1920, 0], profile.Launches.Select(launch => launch.Operations));
    }

    [Fact]
    public void Measure_OnOpenCL_SeesTheUpdateInTheGradients()
    {
        Device device = TestDevice.Open("opencl");

        StepProfile profile = StepProfile.Measure(device, Shape, batch: 8, steps: 2);

        Assert.Equal(7, profile.Launches.Count);
        Assert.Equal("Gemm<ThenUpdate<SgdUpdate>> 6×20×8 TN", profile.Launches[^1].Name);
    }

    [Fact]
    public void Measure_WhenItIsDone_LeavesNobodyWatching()
    {
        using Device device = Device.Open("cpu", 1);

        StepProfile.Measure(device, Shape, batch: 8, steps: 2);

        Assert.Null(device.Target.Watcher);
    }

    [Fact]
    public void Write_Profile_HasARowALaunchAndTheirSum()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        new StepProfile("A step", 3, [new("SampleGather", 10e-6, 0), new("Gemm<NoEpilogue> 10×10×150 TN", 30e-6, 30e3)]).Write(output);

        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.StartsWith("A step, medians of 3 steps.", lines[0], StringComparison.Ordinal);
        Assert.Equal("| SampleGather | 10.0 | 25.0 % |  |", lines[4]);
        Assert.Equal("| Gemm<NoEpilogue> 10×10×150 TN | 30.0 | 75.0 % | 1 |", lines[5]);
        Assert.Equal("| all | 40.0 | 100.0 % | 1 |", lines[6]);
    }
}
