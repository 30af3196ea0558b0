namespace NeuralGpu.Tests;

/// <summary>A function of up to three registers' bits; operands that an instruction lacks are 0.</summary>
internal delegate ulong PtxFunction(ulong a, ulong b, ulong c);
