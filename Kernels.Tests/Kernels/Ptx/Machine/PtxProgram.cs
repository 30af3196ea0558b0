using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>A PTX text's kernel, decoded and ready to be executed.</summary>
internal sealed partial class PtxProgram
{
    private readonly Dictionary<string, PtxVariable> variables = [];

    private PtxProgram(string target) => Target = target;

    /// <summary>The architecture that the text asks for.</summary>
    public string Target { get; }

    public PtxRegisters Registers { get; } = new();

    /// <summary>The kernel's parameters in their order.</summary>
    public List<PtxVariable> Parameters { get; } = [];

    public int ParameterBytes { get; private set; }

    public int SharedBytes { get; private set; }

    /// <summary>Bytes of local memory that a thread declares.</summary>
    public int LocalBytes { get; private set; }

    public IReadOnlyList<PtxStatement> Statements { get; private set; } = [];

    /// <summary>Decodes the only kernel of a text.</summary>
    /// <exception cref="PtxFault">A line or an instruction is not known.</exception>
    public static PtxProgram Parse(string ptx)
    {
        Match entry = EntryPattern().Match(CommentPattern().Replace(ptx, ""));
        if (!entry.Success)
            throw new PtxFault("The PTX text has no .entry.");
        var program = new PtxProgram(TargetPattern().Match(ptx).Groups[1].Value);
        foreach (string parameter in entry.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            program.Declare(parameter);
        program.Decode(entry.Groups[2].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return program;
    }

    /// <summary>A declared piece of memory; null when the name is none.</summary>
    public PtxVariable? Variable(string name) => variables.GetValueOrDefault(name);

    private void Decode(string[] lines)
    {
        var statements = new List<PtxStatement>();
        var labels = new Dictionary<string, int>();
        var decoder = new PtxDecoder(this);
        foreach (string line in lines)
        {
            if (line.IndexOf(';', StringComparison.Ordinal) is >= 0 and int end && end != line.Length - 1)
                throw new PtxFault($"The line '{line}' holds more than one statement.");
            if (line[0] == '.')
                Declare(line.TrimEnd(';'));
            else if (PtxInstruction.TryParse(line) is not { } instruction)
                throw new PtxFault($"The line '{line}' is neither an instruction nor a declaration that the machine knows.");
            else if (instruction.Label is { } label)
                labels.Add(label, statements.Count);
            else
                statements.Add(decoder.Decode(instruction));
        }
        foreach (PtxStatement branch in statements.Where(statement => statement.Kind == PtxStatementKind.Branch))
            branch.Target = labels.TryGetValue(branch.Label, out int target) ? target : throw new PtxFault($"'{branch.Text}' goes to a label that is not there.");
        Statements = statements;
    }

    private void Declare(string line)
    {
        if (RegisterPattern().Match(line) is { Success: true } registers)
        {
            Registers.Declare(registers.Groups[1].Value, registers.Groups[2].Value);
            return;
        }
        if (VariablePattern().Match(line) is not { Success: true } match)
            throw new PtxFault($"The declaration '{line}' is not known to the machine.");
        int element = int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) / 8;
        int bytes = element * (match.Groups[5].Success ? int.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture) : 1);
        int alignment = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : element;
        string name = match.Groups[4].Value;
        switch (match.Groups[1].Value)
        {
            case "param":
                ParameterBytes = Place(PtxSpace.Param, ParameterBytes);
                Parameters.Add(variables[name]);
                break;
            case "shared":
                SharedBytes = Place(PtxSpace.Shared, SharedBytes);
                break;
            default:
                LocalBytes = Place(PtxSpace.Local, LocalBytes);
                break;
        }

        int Place(PtxSpace space, int used)
        {
            int offset = (used + alignment - 1) / alignment * alignment;
            variables.Add(name, new PtxVariable(name, space, offset, bytes));
            return offset + bytes;
        }
    }

    [GeneratedRegex(@"\.entry\s+[\w$]+\s*\(([^)]*)\)[^{]*\{(.*?)^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"^\.target\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"^\.reg\s+\.(\w+)\s+(.+)$")]
    private static partial Regex RegisterPattern();

    [GeneratedRegex(@"^\.(param|shared|local)\s+(?:\.align\s+(\d+)\s+)?\.[bsuf](\d+)\s+([\w$]+)(?:\[(\d+)\])?$")]
    private static partial Regex VariablePattern();
}
