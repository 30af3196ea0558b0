using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's dropout.</summary>
internal static class ReferenceDropout
{
    /// <summary>Values ⊙ mask, the mask of a hidden layer (from 0) and an update (from 1).</summary>
    public static float[] Mask(float[] values, float probability, ulong seed, int layer, long update)
    {
        if (probability == 0)
            return values;
        uint threshold = (uint)Math.Floor(probability * 4294967296.0);
        float scale = (float)(1.0 / (1.0 - probability));
        return [.. values.Select((value, i) => Philox4x32.Draw(seed, 0x100 + (uint)layer, (uint)update, (ulong)i) < threshold ? 0f : scale * value)];
    }
}
