using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>One instruction or label of a PTX text.</summary>
internal sealed partial record PtxInstruction(string Text, string? Label, bool Predicated, string Opcode, string Operands)
{
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
            else if (body is not null && LabelPattern().Match(text) is { Success: true } label)
                body.Add(new PtxInstruction(text, label.Groups[1].Value, false, "", ""));
            else if (body is not null && Pattern().Match(text) is { Success: true } match)
                body.Add(new PtxInstruction(text, null, match.Groups[1].Success, match.Groups[2].Value, match.Groups[3].Value.Trim()));
        }
        return bodies;
    }

    [GeneratedRegex(@"^(\S+):$")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^(@!?%p\d+\s+)?([a-z]\w*(?:\.\w+)*)\s*([^;]*);")]
    private static partial Regex Pattern();
}
