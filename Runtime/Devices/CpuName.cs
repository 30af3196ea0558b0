using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>What the host's processor calls itself.</summary>
internal static class CpuName
{
    private const string LinuxProcessorFile = "/proc/cpuinfo";

    public static string Read()
    {
        if (OperatingSystem.IsLinux() && File.Exists(LinuxProcessorFile))
        {
            string? model = File.ReadLines(LinuxProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            if (model is not null)
                return $"{model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}, {Environment.ProcessorCount} threads";
        }
        return $"{Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} threads";
    }
}
