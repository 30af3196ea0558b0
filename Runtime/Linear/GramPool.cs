using System.Buffers;

namespace NeuralGpu;

/// <summary>Memory for Gram matrices that one solution leaves to the next: new pages of memory can take as long as the arithmetic.</summary>
internal static class GramPool
{
    // 32 MB. Beyond it the arithmetic takes so much longer that new memory does not count, and memory that waits for another solution would.
    private const int MostNumbers = 1 << 22;

    /// <summary>An array of at least so many numbers, which may be anything.</summary>
    public static Binary64[] Rent(int count) => count <= MostNumbers ? ArrayPool<Binary64>.Shared.Rent(count) : GC.AllocateUninitializedArray<Binary64>(count);

    /// <summary>Takes an array back that <see cref="Rent"/> gave.</summary>
    public static void Return(Binary64[] array)
    {
        if (array.Length <= MostNumbers)
            ArrayPool<Binary64>.Shared.Return(array);
    }
}
