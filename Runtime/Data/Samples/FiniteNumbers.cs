using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>Looks for numbers that are not finite, at the speed of memory.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether none of them is NaN or infinite.</summary>
    public static bool AreAll(ReadOnlySpan<double> values)
    {
        // 0·x is 0 for every finite x, and NaN for all others.
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> zeros = Vector<double>.Zero;
        foreach (Vector<double> lane in lanes)
            zeros += lane * Vector<double>.Zero;
        bool areFinite = Vector.EqualsAll(zeros, Vector<double>.Zero);
        foreach (double value in values[(lanes.Length * Vector<double>.Count)..])
            areFinite &= double.IsFinite(value);
        return areFinite;
    }
}
