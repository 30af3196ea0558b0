namespace NeuralGpu.Kernels;

/// <summary>A row of the table of tiles.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Threads">Threads of a group.</param>
/// <param name="SharedBytes">Shared memory of a group.</param>
/// <param name="Resident">Groups that a multiprocessor works on at a time, by their registers.</param>
/// <param name="Rate">Multiply-adds in a unit of time when there are groups enough, as a fraction of the fastest tile's.</param>
/// <param name="Alone">The same for groups that have a multiprocessor each.</param>
public sealed record TileFigures(GemmTile Tile, int Rows, int Columns, int Threads, int SharedBytes, int Resident, double Rate, double Alone)
{
    internal static TileFigures Of<TTile>(GemmTile tile, int resident, double rate, double alone)
        where TTile : struct, ITile
        => new(tile, TTile.Rows, TTile.Columns, TTile.Threads, TiledGemm.SharedBytes<TTile>(), resident, rate, alone);
}
