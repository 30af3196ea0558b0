using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class DevicesCommandTests
{
    [Fact]
    public void Devices_Json_ListsEachDeviceWithOneDefault()
    {
        JsonElement document = CliProcess.Run(AppContext.BaseDirectory, "devices", "--json").Expect(0).Json();

        JsonElement[] devices = [.. document.EnumerateArray()];
        Assert.Single(devices, device => device.GetProperty("default").GetBoolean());
        foreach (JsonElement device in devices)
        {
            Assert.Equal(["kind", "name", "index", "memoryBytes", "driver", "usable", "reason", "default"], device.EnumerateObject().Select(property => property.Name));
            bool usable = device.GetProperty("usable").GetBoolean();
            Assert.Equal(usable, device.GetProperty("reason").ValueKind == JsonValueKind.Null);
        }
        JsonElement cpu = Assert.Single(devices, device => device.GetProperty("kind").GetString() == "cpu");
        Assert.True(cpu.GetProperty("usable").GetBoolean());
        Assert.True(cpu.GetProperty("memoryBytes").GetInt64() > 0);
    }

    [Fact]
    public void Devices_Text_PrintsATable()
    {
        CliResult result = CliProcess.Run(AppContext.BaseDirectory, "devices").Expect(0);

        Assert.Matches(@"kind +\S* *index", result.Output);
        Assert.Contains("cpu", result.Output, StringComparison.Ordinal);
    }
}
