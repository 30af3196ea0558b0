using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class VerifyCommandTests
{
    [Fact]
    public void Verify_CpuJson_ListsEveryGoldenTrainingAsOk()
    {
        JsonElement[] results = [.. CliProcess.Run(AppContext.BaseDirectory, "verify", "--device", "cpu", "--json").Expect(0).Json().EnumerateArray()];

        Assert.NotEmpty(results);
        foreach (JsonElement result in results)
        {
            Assert.Equal(["device", "case", "sha256", "expected", "ok"], result.EnumerateObject().Select(property => property.Name));
            Assert.Equal("cpu", result.GetProperty("device").GetString());
            Assert.Equal(result.GetProperty("expected").GetString(), result.GetProperty("sha256").GetString());
            Assert.True(result.GetProperty("ok").GetBoolean());
        }
    }

    [Fact]
    public void Verify_KindThatIsNotThere_SaysWhatThereIs()
    {
        Assert.SkipWhen(Device.List().Any(device => device.Kind == DeviceKind.Cuda), "not run: this machine has a CUDA device.");

        CliProcess.Run(AppContext.BaseDirectory, "verify", "--device", "cuda").ExpectRefusal("cuda", "There is ", "cpu (");
    }
}
