namespace NeuralGpu.Kernels;

/// <summary>What <see cref="HostGram{TTiles, TElement, TSum}"/> works on.</summary>
/// <typeparam name="TElement">float or double.</typeparam>
/// <typeparam name="TSum">What the chunks' sums are added in.</typeparam>
internal unsafe struct GramOperands<TElement, TSum>
    where TElement : unmanaged
    where TSum : unmanaged
{
    /// <summary>The block's first row.</summary>
    public TElement* X;

    /// <summary>From a row to the next.</summary>
    public long Stride;

    /// <summary>Columns of ones before those of X: 0, or 1 with a <see cref="Tail"/>.</summary>
    public int Ones;

    /// <summary>The first row of the columns after those of X, or null when there are none.</summary>
    public TElement* Tail;

    /// <summary>From a row of the tail to the next.</summary>
    public int TailStride;

    /// <summary>From an element to its low part; 0 when there are none.</summary>
    public int LowOffset;

    /// <summary>Rows of the block.</summary>
    public int Rows;

    /// <summary>Columns that are used.</summary>
    public int Columns;

    /// <summary>−c for each column, zeros up to a whole panel; set by <see cref="HostGram{TTiles, TElement, TSum}"/>.</summary>
    public TElement* NegativeShifts;

    /// <summary>The low parts of −c, likewise.</summary>
    public TElement* NegativeShiftsLow;

    /// <summary>c, or null for zeros.</summary>
    public TElement* Shifts;

    /// <summary>The low parts of c, or null for zeros.</summary>
    public TElement* ShiftsLow;

    /// <summary>One a row, or null.</summary>
    public TElement* RowWeights;

    /// <summary>The matrix that the sums are added to; of a double-double its high parts.</summary>
    public TSum* Gram;

    /// <summary>Its low parts.</summary>
    public TSum* GramLow;

    /// <summary>From a row of the matrix to the next.</summary>
    public long GramStride;

    /// <summary>1 to add the sums, −1 to subtract them.</summary>
    public TSum Sign;
}
