namespace NeuralGpu.Kernels;

/// <summary>A row of the table of tiles.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Threads">Threads of a group.</param>
/// <param name="SharedBytes">Shared memory of a group.</param>
/// <param name="Resident">Groups that a multiprocessor works on at a time.</param>
/// <param name="Rate">The fraction of a device's multiply-adds that the tile reaches when there are groups enough.</param>
public sealed record TileFigures(GemmTile Tile, int Rows, int Columns, int Threads, int SharedBytes, int Resident, double Rate);
