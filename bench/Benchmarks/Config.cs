using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NeuralGpu.Bench;

/// <summary>What all benchmarks are run with: a short form to look, a long form to quote.</summary>
internal sealed class Config : ManualConfig
{
    private Config(Job job)
    {
        // In this process: the generated project of the default toolchain would be built with this repository's props.
        AddJob(job.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(RateColumn.GigaFlops, RateColumn.GigaBytes, RateColumn.Share);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
    }

    /// <summary>A first look: 3 iterations.</summary>
    public static Config Short { get; } = new(Job.ShortRun);

    /// <summary>For figures that are written down: 15 iterations.</summary>
    public static Config Long { get; } = new(Job.MediumRun.WithLaunchCount(1));
}
