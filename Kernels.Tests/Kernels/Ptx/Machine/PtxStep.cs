namespace NeuralGpu.Tests;

/// <summary>What an instruction does for some lanes of a warp, one bit a lane.</summary>
internal delegate void PtxStep(PtxWarp warp, uint lanes);
