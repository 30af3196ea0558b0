using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Tests;

/// <summary>What the lint is there to find.</summary>
internal static class ContractibleKernel
{
    /// <summary>Plain operators: ptxas may fuse them.</summary>
    public static void MultiplyAdd(ArrayView<float> values) => values[Group.IdxX] = (values[Group.IdxX] * values[1]) + values[2];

    /// <summary>A private array that is indexed at run time.</summary>
    public static void IndexedArray(ArrayView<float> values)
    {
        ArrayView<float> array = LocalMemory.Allocate<float>(4);
        array[Group.IdxX & 3] = values[0];
        values[1] = array[(Group.IdxX + 1) & 3];
    }

    /// <summary>Shared memory written and read without a barrier in between.</summary>
    public static void NoBarrier(ArrayView<float> values)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(64);
        Group.Barrier();
        tile[Group.IdxX] = values[Group.IdxX];
        values[Group.IdxX] = tile[63 - Group.IdxX];
    }
}
