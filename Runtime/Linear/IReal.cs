using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What a small dense system is solved in: binary64 or double-double. Every operation is a fixed sequence of rounded ones.</summary>
internal interface IReal<T>
    where T : struct, IReal<T>
{
    /// <summary>A bound for the relative error of one operation.</summary>
    static abstract double Epsilon { get; }

    /// <summary>The number as a double-double, exactly.</summary>
    DoubleDouble Wide { get; }

    /// <summary>A number rounded to this precision.</summary>
    static abstract T From(DoubleDouble value);

    /// <summary>a + b.</summary>
    static abstract T Add(T a, T b);

    /// <summary>a · b.</summary>
    static abstract T Multiply(T a, T b);

    /// <summary>a / b.</summary>
    static abstract T Divide(T a, T b);

    /// <summary>√a.</summary>
    static abstract T Sqrt(T a);

    /// <summary>start − Σ aₖbₖ.</summary>
    static abstract T SubtractDot(T start, ReadOnlySpan<T> a, ReadOnlySpan<T> b);

    /// <summary>Rows of X, [any × count], less those rows of a lower triangle times earlier rows of X: X[i] ← X[i] − Σ L[i, k]·X[k], k from <paramref name="first"/> to <paramref name="row"/>, for i from <paramref name="row"/> on.</summary>
    /// <param name="lower">L, packed.</param>
    /// <param name="row">The first row that changes.</param>
    /// <param name="rows">How many.</param>
    /// <param name="first">X is zero before it.</param>
    /// <param name="x">X.</param>
    /// <param name="count">A multiple of 16.</param>
    static abstract void SubtractProducts(ReadOnlySpan<T> lower, int row, int rows, int first, Span<T> x, int count);

    /// <summary>x ← x − factor · a, element by element.</summary>
    static abstract void SubtractMultiple(Span<T> x, T factor, ReadOnlySpan<T> a);
}
