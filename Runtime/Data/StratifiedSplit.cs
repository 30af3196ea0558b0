namespace NeuralGpu;

/// <summary>Deals rows into two parts that both have the classes in the table's shares.</summary>
internal static class StratifiedSplit
{
    /// <summary>Chooses the rows to hold out.</summary>
    /// <param name="classIndices">[rows].</param>
    /// <param name="classes">How many classes there are; not all need have rows.</param>
    /// <param name="held">How many rows to hold out; fewer when more would leave a class without a row.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    /// <returns>Both parts' rows, ascending.</returns>
    /// <exception cref="InvalidOperationException">No class has more than one row.</exception>
    public static (int[] Remaining, int[] Held) Deal(int[] classIndices, int classes, int held, ulong seed)
    {
        int[] quota = Quotas(classIndices, classes, held);
        var order = new int[classIndices.Length];
        SampleOrder.Shuffle(order, seed, RandomPurpose.StratifiedSplit, step: 0);
        var isHeld = new bool[order.Length];
        foreach (int row in order)
        {
            if (quota[classIndices[row]] > 0)
            {
                quota[classIndices[row]]--;
                isHeld[row] = true;
            }
        }
        int[] rows = [.. Enumerable.Range(0, order.Length)];
        return ([.. rows.Where(row => !isHeld[row])], [.. rows.Where(row => isHeld[row])]);
    }

    // Largest remainders, in whole numbers, with at most n_c − 1 rows of a class.
    private static int[] Quotas(int[] classIndices, int classes, int held)
    {
        var rows = new int[classes];
        foreach (int index in classIndices)
            rows[index]++;
        int[] most = [.. rows.Select(count => Math.Max(count - 1, 0))];
        if (most.Sum() == 0)
            throw new InvalidOperationException("Each class has a single row, which has to remain, so none can be held out; use Split, or give more rows.");
        held = Math.Min(held, most.Sum());
        int[] quota = [.. rows.Select((count, c) => (int)Math.Min((long)held * count / classIndices.Length, most[c]))];
        int[] byRemainder = [.. Enumerable.Range(0, classes).OrderByDescending(c => (long)held * rows[c] % classIndices.Length)]; // stable: the first of equals stays first
        int missing = held - quota.Sum();
        while (missing > 0)
        {
            foreach (int c in byRemainder)
            {
                if (missing > 0 && quota[c] < most[c])
                {
                    quota[c]++;
                    missing--;
                }
            }
        }
        return quota;
    }
}
