using System.Globalization;

namespace NeuralGpu.Tests;

/// <summary>The registers of a PTX kernel, numbered. Constants and the special registers (<c>%tid.x</c> …) are registers too, filled before the start, so that every operand is one number.</summary>
internal sealed class PtxRegisters
{
    private readonly Dictionary<string, int> numbers = [];
    private readonly List<string> types = [];

    /// <summary>How many there are.</summary>
    public int Count => types.Count;

    /// <summary>Constants: register and value.</summary>
    public List<(int Register, ulong Value)> Constants { get; } = [];

    /// <summary>Special registers in use.</summary>
    public List<(int Register, string Name)> Specials { get; } = [];

    /// <summary>Declares what a <c>.reg</c> line lists: <c>%r&lt;4&gt;</c> is %r0 … %r3.</summary>
    public void Declare(string type, string list)
    {
        foreach (string item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            int bracket = item.IndexOf('<', StringComparison.Ordinal);
            if (bracket < 0)
            {
                numbers.Add(item, Add(type));
                continue;
            }
            int count = int.Parse(item[(bracket + 1)..].TrimEnd('>'), CultureInfo.InvariantCulture);
            for (int i = 0; i < count; i++)
                numbers.Add(item[..bracket] + i.ToString(CultureInfo.InvariantCulture), Add(type));
        }
    }

    /// <summary>The number of a declared register.</summary>
    /// <exception cref="PtxFault">It is not declared.</exception>
    public int Find(string name) => numbers.TryGetValue(name, out int number) ? number : throw new PtxFault($"The register {name} is not declared.");

    /// <summary>The number of a special register.</summary>
    /// <exception cref="PtxFault">The machine does not know it.</exception>
    public int Special(string name)
    {
        if (name.Split('.') is not (["%tid" or "%ntid" or "%ctaid" or "%nctaid", "x" or "y" or "z"] or ["%laneid"]))
            throw new PtxFault($"The special register {name} is not known to the machine.");
        if (numbers.TryGetValue(name, out int number))
            return number;
        Specials.Add((numbers[name] = Add("constant"), name));
        return numbers[name];
    }

    /// <summary>A register that holds a value from the start.</summary>
    public int Constant(ulong value)
    {
        int number = Add("constant");
        Constants.Add((number, value));
        return number;
    }

    /// <summary>Bits of a register.</summary>
    public int Width(int register) => types[register] switch
    {
        "pred" => 1,
        "b64" or "u64" or "s64" or "f64" => 64,
        "b16" or "u16" or "s16" => 16,
        _ => 32,
    };

    /// <summary>How many 32-bit registers of a device a register takes: predicates and constants none.</summary>
    public int Weight(int register) => types[register] is "pred" or "constant" ? 0 : Math.Max(1, Width(register) / 32);

    private int Add(string type)
    {
        types.Add(type);
        return types.Count - 1;
    }
}
