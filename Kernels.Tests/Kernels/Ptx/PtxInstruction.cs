using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>One instruction or label of a PTX text.</summary>
internal sealed partial record PtxInstruction(string Text, string? Label, string Predicate, string Opcode, string Operands)
{
    /// <summary>Whether it depends on a predicate, <c>@%p1</c> or <c>@!%p1</c>.</summary>
    public bool Predicated => Predicate.Length > 0;

    /// <summary>The opcode's parts: <c>add</c>, <c>rn</c>, <c>f32</c>.</summary>
    public string[] Parts => Opcode.Split('.');

    /// <summary>The bodies of a text's functions, each a list of instructions and labels in the order of the text.</summary>
    public static IReadOnlyList<IReadOnlyList<PtxInstruction>> Parse(string ptx)
    {
        var bodies = new List<IReadOnlyList<PtxInstruction>>();
        List<PtxInstruction>? body = null;
        foreach (string line in ptx.Split('\n'))
        {
            string text = line.Trim();
            if (text == "{")
                bodies.Add(body = []);
            else if (text == "}")
                body = null;
            else if (body is not null && TryParse(text) is { } instruction)
                body.Add(instruction);
        }
        return bodies;
    }

    /// <summary>The instruction or label of a line without surrounding blanks; null when it is neither.</summary>
    public static PtxInstruction? TryParse(string line)
    {
        if (LabelPattern().Match(line) is { Success: true } label)
            return new PtxInstruction(line, label.Groups[1].Value, "", "", "");
        if (Pattern().Match(line) is { Success: true } match)
            return new PtxInstruction(line, null, match.Groups[1].Value.TrimEnd(), match.Groups[2].Value, match.Groups[3].Value.Trim());
        return null;
    }

    [GeneratedRegex(@"^(\S+):$")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^(@!?%p\d+\s+)?([a-z]\w*(?:\.\w+)*)\s*([^;]*);")]
    private static partial Regex Pattern();
}
