using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>One pass of the perceptron over all samples, in their order; run it over the outputs, each of which learns by itself. Book, section 3.1 as corrected: where y(w·x + b) ≤ 0, w ← fma(ηy, x, w) and b ← b + ηy.</summary>
/// <remarks>w·x is a dot product in the contract's order, then + b. Sequential by nature: a sample sees the updates of the samples before it.</remarks>
/// <param name="inputs">x, [samples × features].</param>
/// <param name="targets">y, [samples × outputs], −1 or +1.</param>
/// <param name="weights">W, [features × outputs], updated in place.</param>
/// <param name="biases">b, [outputs], updated in place.</param>
/// <param name="outcomes">[samples × outputs], written: <see cref="Right"/>, <see cref="Mistake"/> or <see cref="NotFinite"/>.</param>
/// <param name="learningRate">η.</param>
public readonly struct PerceptronEpoch(MatrixView inputs, FloatView targets, MatrixView weights, FloatView biases, FloatView outcomes, float learningRate) : IRowwise
{
    /// <summary>The sample was on its side; nothing was changed.</summary>
    public const float Right = 0f;

    /// <summary>The sample was on the wrong side or on the line; w and b were updated.</summary>
    public const float Mistake = 1f;

    /// <summary>w·x + b was infinite or not a number; nothing was changed.</summary>
    public const float NotFinite = 2f;

    private readonly FloatView inputs = inputs.Data;
    private readonly FloatView targets = targets;
    private readonly FloatView weights = weights.Data;
    private readonly FloatView biases = biases;
    private readonly FloatView outcomes = outcomes;
    private readonly int samples = inputs.Rows;
    private readonly int features = inputs.Columns;
    private readonly int outputs = weights.Columns;
    private readonly float learningRate = learningRate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        for (int sample = 0; sample < samples; sample++)
        {
            long place = ((long)sample * outputs) + row;
            float target = TScalar.Load(targets, place);
            float score = TScalar.Add(Dot<TScalar>(sample, row), TScalar.Load(biases, row));
            float outcome = TScalar.SelectLess(0f, TScalar.Multiply(target, score), Right, Mistake);
            float magnitude = TScalar.AndBits(score, TScalar.ConstantBits(0x7FFFFFFFu));
            outcome = TScalar.SelectLess(magnitude, TScalar.ConstantBits(0x7F800000u), outcome, NotFinite);
            TScalar.Store(outcomes, place, outcome);
            if (outcome == Mistake)
                Update<TScalar>(sample, row, TScalar.Multiply(learningRate, target));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Dot<TScalar>(int sample, int output)
        where TScalar : struct, ILanes<float>
    {
        long start = (long)sample * features;
        float total = 0f;
        float chunk = 0f;
        for (int i = 0; i < features; i++)
        {
            if (i > 0 && i % DotProduct.ChunkLength == 0)
            {
                total = OrderedSum.Join<TScalar, float>(total, chunk, i == DotProduct.ChunkLength);
                chunk = 0f;
            }
            chunk = TScalar.Fma(TScalar.Load(inputs, start + i), TScalar.Load(weights, ((long)i * outputs) + output), chunk);
        }
        return OrderedSum.Join<TScalar, float>(total, chunk, features <= DotProduct.ChunkLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update<TScalar>(int sample, int output, float step)
        where TScalar : struct, ILanes<float>
    {
        long start = (long)sample * features;
        for (int i = 0; i < features; i++)
        {
            long weight = ((long)i * outputs) + output;
            TScalar.Store(weights, weight, TScalar.Fma(step, TScalar.Load(inputs, start + i), TScalar.Load(weights, weight)));
        }
        TScalar.Store(biases, output, TScalar.Add(TScalar.Load(biases, output), step));
    }
}
