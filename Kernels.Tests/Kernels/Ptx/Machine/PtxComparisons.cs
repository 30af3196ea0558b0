namespace NeuralGpu.Tests;

/// <summary>PTX's comparisons: <c>setp</c>, whose result is a predicate, and <c>set</c>, whose result is all ones or zero.</summary>
internal static class PtxComparisons
{
    /// <summary>The function of an instruction; null when it is no comparison that is known.</summary>
    public static PtxFunction? Find(string[] parts)
    {
        if (parts is ["setp", _, _] && Find(parts[1], parts[2]) is { } holds)
            return (a, b, _) => holds(a, b) ? 1ul : 0ul;
        if (parts is ["set", _, "u32" or "s32", _] && Find(parts[1], parts[3]) is { } isTrue)
            return (a, b, _) => isTrue(a, b) ? uint.MaxValue : 0ul;
        return null;
    }

    private static Func<ulong, ulong, bool>? Find(string comparison, string type) => type switch
    {
        "s16" => Order(comparison, (a, b) => ((short)a).CompareTo((short)b)),
        "u16" or "b16" => Order(comparison, (a, b) => ((ushort)a).CompareTo((ushort)b)),
        "s32" => Order(comparison, (a, b) => ((int)a).CompareTo((int)b)),
        "u32" or "b32" => Order(comparison, (a, b) => ((uint)a).CompareTo((uint)b)),
        "s64" => Order(comparison, (a, b) => ((long)a).CompareTo((long)b)),
        "u64" or "b64" => Order(comparison, (a, b) => a.CompareTo(b)),
        "f32" => Number(comparison, bits => PtxFloats.Single(bits)),
        "f64" => Number(comparison, PtxFloats.Double),
        _ => null,
    };

    private static Func<ulong, ulong, bool>? Order(string comparison, Func<ulong, ulong, int> order) => comparison switch
    {
        "eq" => (a, b) => order(a, b) == 0,
        "ne" => (a, b) => order(a, b) != 0,
        "lt" or "lo" => (a, b) => order(a, b) < 0,
        "le" or "ls" => (a, b) => order(a, b) <= 0,
        "gt" or "hi" => (a, b) => order(a, b) > 0,
        "ge" or "hs" => (a, b) => order(a, b) >= 0,
        _ => null,
    };

    // binary64 holds every binary32 number. The names that end in u hold for a NaN too.
    private static Func<ulong, ulong, bool>? Number(string comparison, Func<ulong, double> number)
    {
        return comparison switch
        {
            "eq" => (a, b) => number(a) == number(b),
            "ne" => (a, b) => IsOrdered(a, b) && number(a) != number(b),
            "lt" => (a, b) => number(a) < number(b),
            "le" => (a, b) => number(a) <= number(b),
            "gt" => (a, b) => number(a) > number(b),
            "ge" => (a, b) => number(a) >= number(b),
            "equ" => (a, b) => !IsOrdered(a, b) || number(a) == number(b),
            "neu" => (a, b) => number(a) != number(b),
            "ltu" => (a, b) => !(number(a) >= number(b)),
            "leu" => (a, b) => !(number(a) > number(b)),
            "gtu" => (a, b) => !(number(a) <= number(b)),
            "geu" => (a, b) => !(number(a) < number(b)),
            "num" => IsOrdered,
            "nan" => (a, b) => !IsOrdered(a, b),
            _ => null,
        };

        bool IsOrdered(ulong a, ulong b) => !double.IsNaN(number(a)) && !double.IsNaN(number(b));
    }
}
