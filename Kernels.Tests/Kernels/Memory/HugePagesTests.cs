using System.Globalization;
using System.Runtime.InteropServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class HugePagesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData((3 << 20) + 5)]
    public unsafe void Allocate_AnySize_GivesAlignedMemoryToWrite(int bytes)
    {
        nuint given = (nuint)bytes;
        var memory = (byte*)HugePages.Allocate(ref given, 4096);
        try
        {
            Assert.Equal(0, (nint)memory % (OperatingSystem.IsLinux() && bytes >= 65536 ? (nint)HugePages.Bytes : 4096));
            Assert.InRange(given, (nuint)bytes, (nuint)bytes + HugePages.Bytes - 1);
            new Span<byte>(memory, (int)given).Fill(7);
            Assert.Equal(7, memory[0]);
            Assert.Equal(7, memory[given - 1]);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [Fact]
    public void AllocateFloats_LargeOnTheHost_AsksForHugePages()
    {
        if (!File.Exists("/sys/kernel/mm/transparent_hugepage/enabled") || !File.Exists("/proc/self/smaps"))
            Assert.Skip("not run: this system has no transparent huge pages");
        using Device device = Device.Open(DeviceKind.Cpu, 0, 1);
        using DeviceBuffer<float> buffer = device.AllocateFloats(16 << 20);
        long middle = buffer.View().Address + (32 << 20);
        // "hg" among a mapping's flags: huge pages were asked for.
        Assert.Contains(" hg", FlagsOfMapping(middle), StringComparison.Ordinal);
    }

    private static string FlagsOfMapping(long address)
    {
        bool isInside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] bounds = line.Split(' ')[0].Split('-');
            if (bounds.Length == 2 && long.TryParse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long first) && long.TryParse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long end))
                isInside = first <= address && address < end;
            else if (isInside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line;
        }
        return "";
    }
}
