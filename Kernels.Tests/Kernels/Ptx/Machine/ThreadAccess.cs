namespace NeuralGpu.Tests;

/// <summary>Who accessed a byte, when.</summary>
/// <param name="Thread">Number of the thread in the grid, from 1; 0: nobody.</param>
/// <param name="Block">Its block.</param>
/// <param name="Phase">How many barriers the block had passed.</param>
/// <param name="Statement">The instruction.</param>
internal readonly record struct ThreadAccess(int Thread, int Block, int Phase, int Statement)
{
    /// <summary>Whether nothing orders the two: different threads, with no barrier of their block in between. Nothing orders blocks.</summary>
    public bool IsConcurrentWith(in ThreadAccess other)
        => Thread != 0 && other.Thread != 0 && Thread != other.Thread && (Block != other.Block || Phase == other.Phase);
}
