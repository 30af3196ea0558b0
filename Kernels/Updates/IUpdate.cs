namespace NeuralGpu.Kernels;

/// <summary>How an optimizer changes each parameter.</summary>
/// <typeparam name="TSelf">The operation itself.</typeparam>
public interface IUpdate<TSelf> : IElementwise
    where TSelf : struct, IUpdate<TSelf>
{
    /// <summary>The same operation with the numbers of a certain update.</summary>
    TSelf At(UpdateNumbers numbers);
}
