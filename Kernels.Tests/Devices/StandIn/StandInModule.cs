using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>A loaded module: one kernel.</summary>
internal sealed partial class StandInModule
{
    // ILGPU writes the same text for all devices. Kernels with the same instructions cannot be told apart, and have all of their names.
    private static readonly Lazy<Dictionary<string, string>> Catalog = new(() => KernelCatalog.CompileAll(CudaArchitecture.SM_80)
        .GroupBy(kernel => PtxText.Instructions(kernel.Ptx), kernel => kernel.Name)
        .ToDictionary(alike => alike.Key, alike => string.Join(" or ", alike)));

    /// <summary>Reads a module's text.</summary>
    /// <param name="ptx">The text.</param>
    /// <param name="rewrite">What is changed in it before it is executed.</param>
    /// <exception cref="PtxFault">A line or an instruction is not known.</exception>
    public StandInModule(string ptx, Func<string, string> rewrite)
    {
        Program = PtxProgram.Parse(rewrite(ptx));
        Entry = EntryPattern().Match(ptx).Groups[1].Value;
        Kernel = Catalog.Value.GetValueOrDefault(PtxText.Instructions(ptx), Entry);
    }

    /// <summary>The kernel.</summary>
    public PtxProgram Program { get; }

    /// <summary>The kernel's name in the text.</summary>
    public string Entry { get; }

    /// <summary>The name in <see cref="KernelCatalog"/> of the kernel with the same instructions; <see cref="Entry"/> when there is none.</summary>
    public string Kernel { get; }

    /// <summary>Whether the device of a compute capability runs what the text asks for.</summary>
    public bool RunsOn(StandInDevice device)
        => int.Parse(Program.Target["sm_".Length..], System.Globalization.CultureInfo.InvariantCulture) <= (10 * device.Major) + device.Minor;

    [GeneratedRegex(@"\.entry\s+([\w$]+)")]
    private static partial Regex EntryPattern();
}
