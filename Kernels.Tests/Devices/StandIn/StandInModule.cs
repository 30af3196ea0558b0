using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>A loaded module: one kernel.</summary>
internal sealed partial class StandInModule
{
    private static readonly Lazy<Dictionary<string, string>> Catalog = new(() =>
    {
        var names = new Dictionary<string, string>();
        foreach (CudaArchitecture architecture in new[] { CudaArchitecture.SM_80, CudaArchitecture.SM_90 })
        {
            foreach ((string name, string ptx) in KernelCatalog.CompileAll(architecture))
                names.TryAdd(Code(ptx), name);
        }
        return names;
    });

    /// <summary>Reads a module's text.</summary>
    /// <exception cref="PtxFault">A line or an instruction is not known.</exception>
    public StandInModule(string ptx)
    {
        Program = PtxProgram.Parse(ptx);
        Entry = EntryPattern().Match(ptx).Groups[1].Value;
        Kernel = Catalog.Value.GetValueOrDefault(Code(ptx), Entry);
    }

    /// <summary>The kernel.</summary>
    public PtxProgram Program { get; }

    /// <summary>The kernel's name in the text.</summary>
    public string Entry { get; }

    /// <summary>The name in <see cref="KernelCatalog"/> of the kernel with the same text; <see cref="Entry"/> when there is none.</summary>
    public string Kernel { get; }

    /// <summary>Whether the device of a compute capability runs what the text asks for.</summary>
    public bool RunsOn(StandInDevice device)
        => int.Parse(Program.Target["sm_".Length..], System.Globalization.CultureInfo.InvariantCulture) <= (10 * device.Major) + device.Minor;

    // Without the head, which names the versions, and without the numbers in names.
    private static string Code(string ptx) => PtxText.Renumber(ptx[EntryPattern().Match(ptx).Index..]);

    [GeneratedRegex(@"\.entry\s+([\w$]+)")]
    private static partial Regex EntryPattern();
}
