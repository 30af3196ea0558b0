namespace NeuralGpu.Kernels;

/// <summary>Whether a micro-kernel finds its panel of B packed.</summary>
internal interface IPanel
{
    /// <summary>False: it reads B itself and packs the panel on the way.</summary>
    static abstract bool IsPacked { get; }

    /// <summary>Whether the panel is a part of <i>Bᵀ</i>, the terms of a column being neighbours.</summary>
    static abstract bool IsTransposed { get; }
}
