namespace NeuralGpu.Kernels;

/// <summary>How an optimizer changes each parameter.</summary>
/// <typeparam name="TSelf">The operation itself.</typeparam>
public interface IUpdate<TSelf> : IElementwise
    where TSelf : struct, IUpdate<TSelf>
{
    /// <summary>The same operation with the numbers of a certain update.</summary>
    TSelf At(UpdateNumbers numbers);

    /// <summary>Changes the parameters from <paramref name="index"/> on by a gradient that is at hand, with what <see cref="IElementwise.Invoke"/> does to that in memory, which is not read.</summary>
    void Update<TLanes, TVector>(TVector gradient, long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
