using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Inverted dropout: outputs = inputs ⊙ m, each mᵢ 0 with probability p, else 1/(1 − p). Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014, section 10.</summary>
/// <remarks>
/// Run it over blocks of four elements, ⌈length / 4⌉ of them: element i takes number i of <see cref="Philox4x32"/> under (seed, purpose, step), so the mask is the same on every device, and back-propagation draws it again instead of keeping it.
/// The two views may be the same memory.
/// </remarks>
/// <param name="inputs">Any length.</param>
/// <param name="outputs">As long as the inputs.</param>
/// <param name="seed">Philox's key.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="step">Which update they are for.</param>
/// <param name="threshold">⌊p · 2³²⌋: smaller numbers drop their element.</param>
/// <param name="scale">1/(1 − p).</param>
public readonly struct Dropout(FloatView inputs, FloatView outputs, ulong seed, uint purpose, uint step, uint threshold, float scale) : IRowwise
{
    /// <summary>Elements a block: as many as Philox gives numbers at a time.</summary>
    public const int BlockLength = 4;

    private readonly FloatView inputs = inputs;
    private readonly FloatView outputs = outputs;
    private readonly uint key0 = (uint)seed;
    private readonly uint key1 = (uint)(seed >> 32);
    private readonly uint purpose = purpose;
    private readonly uint step = step;
    private readonly uint threshold = threshold;
    private readonly float scale = scale;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block((uint)row, 0, step, purpose, key0, key1);
        long start = (long)row * BlockLength;
        Mask<TScalar>(start, x0);
        Mask<TScalar>(start + 1, x1);
        Mask<TScalar>(start + 2, x2);
        Mask<TScalar>(start + 3, x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mask<TScalar>(long index, uint draw)
        where TScalar : struct, ILanes<float>
    {
        if (index >= outputs.Length)
            return;
        // A dropped element is +0 also when it is not finite; a kept NaN stays one.
        if (draw < threshold)
            TScalar.Store(outputs, index, 0f);
        else
            TScalar.Store(outputs, index, TScalar.Multiply(scale, TScalar.Load(inputs, index)));
    }
}
