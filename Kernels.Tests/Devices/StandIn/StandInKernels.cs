using ILGPU;

namespace NeuralGpu.Tests;

/// <summary>Kernels for the tests of the stand-in.</summary>
internal static class StandInKernels
{
    /// <summary>Adds 1 to each element.</summary>
    public static void Increment(ArrayView<int> values)
    {
        long index = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
        if (index < values.Length)
            values[index] += 1;
    }

    /// <summary>All threads write the first element.</summary>
    public static void Race(ArrayView<int> values) => values[0] = Group.IdxX;
}
