using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's matrix product, element by element, as slow and plain as it can be said.</summary>
internal static class ReferenceGemm
{
    /// <summary>α·op(A)·op(B) + β·C in the contract's order, with a chosen multiply-add.</summary>
    public static float[] Run(GemmLayout layout, int m, int n, int k, float alpha, float[] a, float[] b, float beta, float[] c, Func<float, float, float, float>? fma = null)
    {
        fma ??= MathF.FusedMultiplyAdd;
        var result = new float[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float dot = Dot(k, p => layout == GemmLayout.TN ? a[(p * m) + i] : a[(i * k) + p], p => layout == GemmLayout.NT ? b[(j * k) + p] : b[(p * n) + j], fma);
                float value = alpha * dot;
                if (beta != 0f)
                    value = fma(beta, c[(i * n) + j], value);
                result[(i * n) + j] = value;
            }
        }
        return result;
    }

    /// <summary>Σ a(p)·b(p): chains of 256 from +0, joined in order from the first.</summary>
    public static float Dot(int k, Func<int, float> a, Func<int, float> b, Func<float, float, float, float> fma)
    {
        float sum = 0f;
        for (int first = 0; first < k; first += 256)
        {
            float chain = 0f;
            for (int p = first; p < Math.Min(k, first + 256); p++)
                chain = fma(a(p), b(p), chain);
            sum = first == 0 ? chain : sum + chain;
        }
        return sum;
    }
}
