using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>A peer in a process of its own, which stays and is asked for one turn at a time; the protocol is that of bench/peers/peer.py.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process? process;
    private readonly Task<string>? errors;

    private PeerProcess(string name, Process? process)
    {
        Name = name;
        this.process = process;
        errors = process?.StandardError.ReadToEndAsync();
        Version = process?.StandardOutput.ReadLine();
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>What it says it is; null when it is not installed.</summary>
    public string? Version { get; }

    /// <summary>Why it is not installed, as far as it has said.</summary>
    public string Reason => errors?.Result.Trim().Split('\n')[^1] ?? "its program was not found";

    /// <summary>Starts a peer and waits until it says what it is.</summary>
    /// <param name="program">Which one.</param>
    /// <param name="threads">How many threads it is to use.</param>
    /// <param name="onCuda">Whether it is to compute on the first CUDA device; only some peers can.</param>
    public static PeerProcess Start(PeerProgram program, int threads, bool onCuda)
    {
        if (program.Command() is not { } command)
            return new PeerProcess(program.Name, null);
        string[] arguments = [.. command[1..], threads.ToString(CultureInfo.InvariantCulture), Turns.UsesProcessorTime ? "processor" : "wall", onCuda ? "cuda" : "cpu"];
        var start = new ProcessStartInfo(command[0], arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new PeerProcess(program.Name, Process.Start(start));
        }
        catch (Win32Exception)
        {
            return new PeerProcess(program.Name, null);
        }
    }

    /// <summary>One turn of a task: seconds a call; null when the peer is not installed or does not know the task.</summary>
    /// <exception cref="InvalidOperationException">The peer failed.</exception>
    public double? Ask(string request)
    {
        if (Version is null)
            return null;
        process!.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        string answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended when asked for '{request}': {Reason}");
        return answer == "unknown" ? null : double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (process is null)
            return;
        // A peer ends with its input.
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
