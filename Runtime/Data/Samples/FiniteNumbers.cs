using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>Looks for numbers that are not finite, at the speed of memory.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether none of them is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool AreAll(ReadOnlySpan<double> values)
    {
        // 0·x is 0 for every finite x, and NaN for all others.
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> even = Vector<double>.Zero;
        Vector<double> odd = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < lanes.Length; i += 2)
        {
            even += lanes[i] * Vector<double>.Zero;
            odd += lanes[i + 1] * Vector<double>.Zero;
        }
        if (i < lanes.Length)
            even += lanes[i] * Vector<double>.Zero;
        bool areFinite = Vector.EqualsAll(even + odd, Vector<double>.Zero);
        foreach (double value in values[(lanes.Length * Vector<double>.Count)..])
            areFinite &= double.IsFinite(value);
        return areFinite;
    }
}
