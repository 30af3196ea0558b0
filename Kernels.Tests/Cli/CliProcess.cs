using System.Diagnostics;
using System.Text;

namespace NeuralGpu.Tests;

/// <summary>Runs the command as its users do: as a process.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private CliProcess(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        process = new Process { StartInfo = StartInfo(folder, environment, arguments) };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>Runs the command to its end.</summary>
    public static CliResult Run(string folder, params IReadOnlyList<string> arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs the command to its end, with more environment variables.</summary>
    public static CliResult Run(string folder, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        using var started = new CliProcess(folder, environment, arguments);
        return started.WaitForEnd();
    }

    /// <summary>Starts the command and goes on.</summary>
    public static CliProcess Start(string folder, params IReadOnlyList<string> arguments) => new(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Waits until a line that holds the text has been written to standard output.</summary>
    public void WaitForOutput(string text)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (output)
            {
                if (output.ToString().Contains(text, StringComparison.Ordinal))
                    return;
            }
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Limit)
                throw new InvalidOperationException($"The command did not write '{text}'. It wrote: {output}{error}");
            Thread.Sleep(10);
        }
    }

    public CliResult WaitForEnd()
    {
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The command did not end within {Limit}. It wrote: {output}{error}");
        }
        // Without a limit it also waits for the last lines of both streams.
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        (string file, IReadOnlyList<string> first) = CliProgram.Start;
        var info = new ProcessStartInfo(file, first)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        info.Environment.Remove("NEURALGPU_DEBUG");
        foreach ((string name, string value) in environment)
            info.Environment[name] = value;
        return info;
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.Append(line).Append('\n');
        }
    }
}
