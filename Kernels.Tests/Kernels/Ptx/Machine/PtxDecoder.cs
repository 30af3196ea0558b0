using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>Turns instructions into statements of a program.</summary>
internal sealed partial class PtxDecoder(PtxProgram program)
{
    private readonly int zero = program.Registers.Constant(0);

    /// <summary>Decodes one instruction.</summary>
    /// <exception cref="PtxFault">The machine does not know it, or its result is left to the hardware or to ptxas.</exception>
    public PtxStatement Decode(PtxInstruction instruction)
    {
        try
        {
            PtxStatement statement = DecodeUnpredicated(instruction);
            if (instruction.Predicated)
            {
                statement.Negated = instruction.Predicate.StartsWith("@!", StringComparison.Ordinal);
                statement.Predicate = program.Registers.Find(instruction.Predicate.TrimStart('@', '!'));
            }
            return statement;
        }
        catch (PtxFault fault)
        {
            throw new PtxFault($"'{instruction.Text}': {fault.Message}");
        }
    }

    private PtxStatement DecodeUnpredicated(PtxInstruction instruction)
    {
        string text = instruction.Text;
        string[] operands = [.. OperandPattern().Matches(instruction.Operands).Select(match => match.Value.Trim())];
        switch (instruction.Parts)
        {
            case ["bra"] or ["bra", "uni"]:
                return new PtxStatement { Text = text, Kind = PtxStatementKind.Branch, Label = operands[0], Uniform = instruction.Parts.Length == 2 };
            case ["ret"] or ["exit"]:
                return new PtxStatement { Text = text, Kind = PtxStatementKind.Exit };
            case ["bar" or "barrier", "sync"] when operands is ["0"]:
                return new PtxStatement { Text = text, Kind = PtxStatementKind.Barrier };
            case ["membar", "cta" or "gl" or "sys"]:
                // It orders a thread's own accesses, which the machine never reorders; it does not make others wait.
                return new PtxStatement { Text = text, Step = (_, _) => { } };
            case ["ld" or "st", ..] when operands.Length == 2:
                return DecodeAccess(text, instruction.Parts, operands);
            default:
                return DecodeFunction(text, instruction.Parts, operands);
        }
    }

    private PtxStatement DecodeFunction(string text, string[] parts, string[] operands)
    {
        string operation = string.Join('.', parts[..^1]);
        PtxFunction function = PtxIntegers.Find(operation, parts[^1]) ?? PtxFloats.Find(operation, parts[^1]) ?? PtxComparisons.Find(parts) ?? PtxConversions.Find(parts)
            ?? throw new PtxFault($"The instruction {string.Join('.', parts)} is not known to the machine, or its result is not fixed.");
        if (operands.Length is < 2 or > 4)
            throw new PtxFault($"A result and one to three operands were expected, but there are {operands.Length}.");
        int result = program.Registers.Find(operands[0]);
        int[] reads = [.. operands[1..].Select(Operand)];
        (int a, int b, int c) = (reads[0] * 32, (reads.Length > 1 ? reads[1] : zero) * 32, (reads.Length > 2 ? reads[2] : zero) * 32);
        int to = result * 32;
        return new PtxStatement { Text = text, Reads = reads, Writes = [result], Step = Step };

        void Step(PtxWarp warp, uint lanes)
        {
            ulong[] registers = warp.Registers;
            for (uint rest = lanes; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                registers[to + lane] = function(registers[a + lane], registers[b + lane], registers[c + lane]);
            }
        }
    }

    private PtxStatement DecodeAccess(string text, string[] parts, string[] operands)
    {
        bool stores = parts[0] == "st";
        (string place, string values) = stores ? (operands[0], operands[1]) : (operands[1], operands[0]);
        string[] modifiers = parts[1..^1];
        PtxSpace space = modifiers is ["global" or "shared" or "local" or "param", ..] ? Enum.Parse<PtxSpace>(modifiers[0], true) : PtxSpace.Generic;
        string[] vector = space == PtxSpace.Generic ? modifiers : modifiers[1..];
        int count = vector switch
        {
            [] => 1,
            ["v2"] => 2,
            ["v4"] => 4,
            _ => throw new PtxFault($"The access {string.Join('.', parts)} is not known to the machine."),
        };
        string[] names = values.TrimStart('{').TrimEnd('}').Split(',', StringSplitOptions.TrimEntries);
        if (names.Length != count || (space == PtxSpace.Param && stores))
            throw new PtxFault($"The access {string.Join('.', parts)} of {names.Length} values is not known to the machine.");
        int bytes = parts[^1] is ['b' or 'u' or 's' or 'f', .. string bits] && int.TryParse(bits, CultureInfo.InvariantCulture, out int width) && width is 8 or 16 or 32 or 64 ? width / 8 : throw new PtxFault($"The type {parts[^1]} is not known to the machine.");
        int[] registers = [.. names.Select(name => stores ? Operand(name) : program.Registers.Find(name))];
        (int address, ulong offset) = Address(place, space);
        var access = new PtxAccess(text, space, bytes, stores, parts[^1][0] == 's', registers, [.. registers.Select(program.Registers.Width)], address, offset);
        return new PtxStatement { Text = text, Reads = stores ? [.. registers, address] : [address], Writes = stores ? [] : registers, Step = access.Step };
    }

    // [%rd1+8], [parameter+8] or [variable].
    private (int Register, ulong Offset) Address(string text, PtxSpace space)
    {
        Match match = AddressPattern().Match(text);
        if (!match.Success)
            throw new PtxFault($"The address {text} is not known to the machine.");
        string name = match.Groups[1].Value;
        ulong offset = match.Groups[2].Success ? (ulong)long.Parse(match.Groups[2].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        if (program.Variable(name) is not { } variable)
            return (program.Registers.Find(name), offset);
        if (variable.Space != space)
            throw new PtxFault($"{name} lies in {variable.Space} memory, but the access is to {space} memory.");
        return (zero, offset + (ulong)variable.Offset);
    }

    private int Operand(string text)
    {
        if (text[0] == '%')
            return text.Contains('.', StringComparison.Ordinal) || text == "%laneid" ? program.Registers.Special(text) : program.Registers.Find(text);
        if (program.Variable(text) is { Space: PtxSpace.Shared or PtxSpace.Local } variable)
            return program.Registers.Constant((ulong)variable.Offset);
        if ((text.StartsWith("0f", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0d", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            && ulong.TryParse(text[2..].TrimEnd('U'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
            return program.Registers.Constant(bits);
        if (Int128.TryParse(text.TrimEnd('U'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 number))
            return program.Registers.Constant((ulong)number);
        throw new PtxFault($"The operand {text} is not known to the machine.");
    }

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|[^,\s][^,]*")]
    private static partial Regex OperandPattern();

    [GeneratedRegex(@"^\[\s*([%\w$]+)\s*(?:\+\s*(-?\d+))?\s*\]$")]
    private static partial Regex AddressPattern();
}
