using ILGPU;

namespace NeuralGpu.Tests;

/// <summary>The standard loop over tiles in shared memory: fill, wait, use, wait. The two differ in where the second wait is.</summary>
/// <remarks>In integers: ILGPU knows their arithmetic and moves it, and the loads with it; it does not know the library's opaque operations.</remarks>
internal static class SharedTileKernel
{
    /// <summary>Threads of the block.</summary>
    public const int Threads = 64;

    /// <summary>As it is usually written.</summary>
    public static void BarrierLast(ArrayView<int> values, ArrayView<int> sums, int tiles)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(Threads);
        int thread = Group.IdxX;
        int sum = 0;
        for (int i = 0; i < tiles; i++)
        {
            tile[thread] = values[thread + i];
            Group.Barrier();
            sum += tile[Threads - 1 - thread] * tile[(thread + 1) % Threads];
            Group.Barrier();
        }
        sums[thread] = sum;
    }

    /// <summary>As the library writes it.</summary>
    public static void BarrierFirst(ArrayView<int> values, ArrayView<int> sums, int tiles)
    {
        ArrayView<int> tile = SharedMemory.Allocate<int>(Threads);
        int thread = Group.IdxX;
        int sum = 0;
        for (int i = 0; i < tiles; i++)
        {
            Group.Barrier();
            tile[thread] = values[thread + i];
            Group.Barrier();
            sum += tile[Threads - 1 - thread] * tile[(thread + 1) % Threads];
        }
        sums[thread] = sum;
    }
}
