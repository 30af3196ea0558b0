using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>An exact function of one or two numbers, in any lanes; a function of one ignores the second.</summary>
internal interface IBinaryFunction
{
    static abstract TVector Invoke<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
