namespace NeuralGpu.Kernels;

/// <summary>The arithmetic of a Gram matrix on the host: how a panel of columns is packed and how a register tile is computed from two panels and added to the matrix.</summary>
/// <typeparam name="TElement">float or double.</typeparam>
/// <typeparam name="TSum">What the chunks' sums are added in.</typeparam>
internal unsafe interface IGramTiles<TElement, TSum>
    where TElement : unmanaged
    where TSum : unmanaged
{
    /// <summary>Columns of a panel and of a tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Rows of a tile; divides <see cref="Columns"/>.</summary>
    static abstract int Rows { get; }

    /// <summary>Numbers that a packed element takes: 2 for a double-double, the high parts of a row's columns before their low parts.</summary>
    static abstract int Planes { get; }

    /// <summary>Packs w·(x − c) for some rows of a panel: row after row, <see cref="Columns"/> · <see cref="Planes"/> numbers each, zeros for columns beyond the last.</summary>
    /// <param name="operands">X, and what is done to it.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="rowWeights">The first row's weight, or null.</param>
    /// <param name="destination">Where the first row goes.</param>
    static abstract void Pack(in GramOperands<TElement, TSum> operands, int firstRow, int rows, int panel, TElement* rowWeights, TElement* destination);

    /// <summary>Takes the chains of a tile further by the packed rows.</summary>
    /// <param name="depth">Packed rows.</param>
    /// <param name="left">The packed panel of the tile's rows, from the tile's first row on.</param>
    /// <param name="right">The packed panel of the tile's columns.</param>
    /// <param name="tile">[rows × columns], plane after plane in each row.</param>
    static abstract void Compute(int depth, TElement* left, TElement* right, TElement* tile);

    /// <summary>The same for the first half of the tile's columns only, from the first column that <paramref name="right"/> and <paramref name="tile"/> begin with.</summary>
    static abstract void ComputeHalf(int depth, TElement* left, TElement* right, TElement* tile);

    /// <summary>Adds a part of one row of a tile to the matrix.</summary>
    /// <param name="operands">Has the matrix.</param>
    /// <param name="tileRow">The row, from its first column to be added on.</param>
    /// <param name="at">The matrix's element.</param>
    /// <param name="count">Columns.</param>
    static abstract void Join(in GramOperands<TElement, TSum> operands, TElement* tileRow, long at, int count);
}
