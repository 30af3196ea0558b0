namespace NeuralGpu.Tests;

/// <summary>What a kernel's PTX must not contain for its results to be the contract's.</summary>
internal static class PtxLint
{
    // They move or compare bits and round nothing.
    private static readonly string[] Exact = ["ld", "st", "mov", "set", "setp", "selp", "neg", "abs"];
    private static readonly string[] FloatTypes = ["f16", "f16x2", "bf16", "bf16x2", "f32", "f64"];

    /// <summary>Instructions whose result the hardware or ptxas may choose: no explicit <c>.rn</c>, approximate, flushing subnormals, or in code that is not here.</summary>
    public static IReadOnlyList<string> InexactArithmetic(string ptx)
        => [.. PtxInstruction.Parse(ptx).SelectMany(body => body).Where(IsInexact).Select(instruction => instruction.Text)];

    /// <summary>Comparisons of numbers that are true when one is a NaN; the contract's are false (<see cref="Kernels.ILanes{TVector}"/>). <c>neu</c>, C#'s !=, is right.</summary>
    public static IReadOnlyList<string> UnorderedComparisons(string ptx)
        => [.. PtxInstruction.Parse(ptx).SelectMany(body => body).Where(IsUnordered).Select(instruction => instruction.Text)];

    /// <summary>Uses of local memory: registers that were spilled or indexed.</summary>
    public static IReadOnlyList<string> LocalMemory(string ptx)
        => [.. ptx.Split('\n').Where(line => line.Contains(".local", StringComparison.Ordinal) || line.Contains("__local", StringComparison.Ordinal)).Select(line => line.Trim())];

    /// <summary>
    /// What shared memory is used for between two barriers: for the kernel's start and after each barrier, the shared accesses on any path up to the next barrier.
    /// </summary>
    public static IReadOnlyList<(string After, int Loads, int Stores)> SharedPhases(string ptx)
    {
        IReadOnlyList<PtxInstruction> body = PtxInstruction.Parse(ptx)[^1];
        Dictionary<string, int> labels = body.Select((instruction, i) => (instruction.Label, i)).Where(item => item.Label is not null).ToDictionary(item => item.Label!, item => item.i);
        var phases = new List<(string, int, int)> { Phase("start", 0) };
        for (int i = 0; i < body.Count; i++)
        {
            if (IsBarrier(body[i]))
                phases.Add(Phase($"barrier at instruction {i}", i + 1));
        }
        return phases;

        (string, int, int) Phase(string after, int start)
        {
            var reached = new HashSet<int>();
            var open = new Stack<int>([start]);
            while (open.TryPop(out int i))
            {
                if (i >= body.Count || IsBarrier(body[i]) || !reached.Add(i))
                    continue;
                bool branches = body[i].Parts[0] == "bra";
                if (branches)
                    open.Push(labels[body[i].Operands]);
                if ((!branches && body[i].Parts[0] != "ret") || body[i].Predicated)
                    open.Push(i + 1);
            }
            return (after, reached.Count(i => IsShared(body[i], "ld")), reached.Count(i => IsShared(body[i], "st")));
        }
    }

    private static bool IsInexact(PtxInstruction instruction)
    {
        string[] parts = instruction.Parts;
        if (parts[0] == "call" || parts.Contains("approx") || parts.Contains("ftz"))
            return true;
        // Every binary32 number is a binary64 number.
        if (parts is ["cvt", "f64", "f32"])
            return false;
        return parts.Any(FloatTypes.Contains) && !Exact.Contains(parts[0]) && !parts.Contains("rn");
    }

    private static bool IsUnordered(PtxInstruction instruction)
        => instruction.Parts is ["set" or "setp", "ltu" or "leu" or "gtu" or "geu" or "equ", ..];

    private static bool IsBarrier(PtxInstruction instruction) => instruction.Parts[0] is "bar" or "barrier";

    private static bool IsShared(PtxInstruction instruction, string operation) => instruction.Parts[0] == operation && instruction.Parts.Contains("shared");
}
