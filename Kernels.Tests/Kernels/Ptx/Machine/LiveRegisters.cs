using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>How many 32-bit registers hold something that is still needed, at most: a 64-bit number is two, predicates and constants none. ptxas's own number differs: it reorders and reuses, and needs some for itself.</summary>
internal static class LiveRegisters
{
    /// <summary>The largest number over all instructions.</summary>
    public static int Most(PtxProgram program)
    {
        IReadOnlyList<PtxStatement> statements = program.Statements;
        int words = (program.Registers.Count + 63) / 64;
        var live = new ulong[statements.Count + 1][];
        for (int i = 0; i < live.Length; i++)
            live[i] = new ulong[words];
        var before = new ulong[words];
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = statements.Count - 1; i >= 0; i--)
            {
                Flow(statements[i], i, live, before);
                if (before.AsSpan().SequenceEqual(live[i]))
                    continue;
                before.CopyTo(live[i], 0);
                changed = true;
            }
        }
        return live.Max(set => Weight(program.Registers, set));
    }

    // What is live before a statement: what it reads, and what is live after it and not overwritten. Where only some threads write, the others still need the old value.
    private static void Flow(PtxStatement statement, int at, ulong[][] live, ulong[] before)
    {
        Array.Clear(before);
        bool always = statement.Predicate < 0;
        if (statement.Kind == PtxStatementKind.Branch)
            Union(before, live[statement.Target]);
        if (!always || statement.Kind is not (PtxStatementKind.Branch or PtxStatementKind.Exit))
            Union(before, live[at + 1]);
        if (always)
        {
            foreach (int register in statement.Writes)
                before[register / 64] &= ~(1ul << (register % 64));
        }
        else
        {
            Add(before, statement.Predicate);
        }
        foreach (int register in statement.Reads)
            Add(before, register);
    }

    private static void Add(ulong[] set, int register) => set[register / 64] |= 1ul << (register % 64);

    private static void Union(ulong[] set, ulong[] other)
    {
        for (int i = 0; i < set.Length; i++)
            set[i] |= other[i];
    }

    private static int Weight(PtxRegisters registers, ulong[] set)
    {
        int weight = 0;
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong rest = set[word]; rest != 0; rest &= rest - 1)
                weight += registers.Weight((word * 64) + BitOperations.TrailingZeroCount(rest));
        }
        return weight;
    }
}
