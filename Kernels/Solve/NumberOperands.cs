using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>A factor's operands whose numbers are kept as they are; <see cref="PairOperands"/> are those that are kept in two parts.</summary>
/// <typeparam name="TNumber">float or double.</typeparam>
internal struct NumberOperands<TNumber> : IFactorOperands<TNumber>
    where TNumber : unmanaged
{
    /// <summary>The matrix, [size × size].</summary>
    public ArrayView<TNumber> MatrixElements;

    /// <summary>The other elements.</summary>
    public ArrayView<TNumber> Elements;

    /// <inheritdoc/>
    public readonly TNumber Matrix(long at) => MatrixElements[at];

    /// <inheritdoc/>
    public readonly void SetMatrix(long at, TNumber value) => MatrixElements[at] = value;

    /// <inheritdoc/>
    public readonly TNumber Element(long at) => Elements[at];

    /// <inheritdoc/>
    public readonly void SetElement(long at, TNumber value) => Elements[at] = value;
}
