namespace NeuralGpu;

/// <summary>Independent pieces of work on the host that no kernel does: on as many threads at once as the CPU device has, the caller's among them, and on all cores where a device computes by itself.</summary>
/// <param name="threads">How many; null: one a core.</param>
internal sealed class HostLoop(int? threads)
{
    private readonly ParallelOptions options = new() { MaxDegreeOfParallelism = threads ?? -1 };

    /// <summary>How many loops there have been.</summary>
    internal long Loops { get; private set; }

    /// <summary>Does the pieces 0 … count − 1, in any order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="piece">Does one.</param>
    public void Run(int count, Action<int> piece)
    {
        Loops++;
        if (threads != 1)
        {
            Parallel.For(0, count, options, piece);
            return;
        }
        for (int i = 0; i < count; i++)
            piece(i);
    }

    /// <summary>Does the pieces 0 … count − 1, in any order, with memory that no two of them use at once.</summary>
    /// <param name="count">How many.</param>
    /// <param name="memory">Makes some.</param>
    /// <param name="piece">Does one.</param>
    public void Run<TMemory>(int count, Func<TMemory> memory, Action<int, TMemory> piece)
    {
        Loops++;
        if (threads != 1)
        {
            Parallel.For(0, count, options, memory, (i, _, own) => Done(piece, i, own), _ => { });
            return;
        }
        TMemory only = memory();
        for (int i = 0; i < count; i++)
            piece(i, only);
    }

    private static TMemory Done<TMemory>(Action<int, TMemory> piece, int number, TMemory own)
    {
        piece(number, own);
        return own;
    }
}
