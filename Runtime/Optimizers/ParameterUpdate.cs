using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One update of a run of parameters, on a device.</summary>
internal readonly struct ParameterUpdate
{
    /// <summary>Stands for a number that the operation reads on the device. NaN, so that it would show if it did not.</summary>
    public const float OnDevice = float.NaN;

    /// <summary>The device's operations.</summary>
    public required OperationCache Operations { get; init; }

    /// <summary>W.</summary>
    public required FloatView Parameters { get; init; }

    /// <summary>The gradient, summed over the batch.</summary>
    public required FloatView Gradient { get; init; }

    /// <summary>The optimizer's first number for each parameter; unset when it keeps none.</summary>
    public FloatView FirstMoment { get; init; }

    /// <summary>Its second.</summary>
    public FloatView SecondMoment { get; init; }

    /// <summary>b, what the gradient is to be divided by.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The update's numbers, in the device's memory, [<see cref="UpdateNumbers.Length"/>].</summary>
    public required FloatView Numbers { get; init; }

    /// <summary>Whether these parameters are biases alone, to which a weight decay may not apply.</summary>
    public required bool AreBiases { get; init; }

    /// <summary>Where the gradient comes from, when it is a layer's that has yet to be computed, and only its parameters are updated.</summary>
    public LayerProduct? Product { get; init; }

    /// <summary>1/b, rounded once.</summary>
    public float Scale => (float)(1.0 / BatchSize);

    /// <summary>Queues the operation for all parameters, or those of the product.</summary>
    public void Run<TUpdate>(in TUpdate operation)
        where TUpdate : struct, IUpdate<TUpdate>
    {
        if (Product is { } product)
            product.Run(Operations, operation, Numbers);
        else
            Operations.Get(static target => new StepUpdate<TUpdate>(target)).Run(operation, UpdateNumbers.For(Numbers, AreBiases), Parameters.Length);
    }

    /// <summary>The same update of some of the parameters.</summary>
    public ParameterUpdate Slice(long offset, long length, bool areBiases) => this with
    {
        Parameters = Parameters.Slice(offset, length),
        Gradient = Gradient.Slice(offset, length),
        FirstMoment = FirstMoment.Length > 0 ? FirstMoment.Slice(offset, length) : default,
        SecondMoment = SecondMoment.Length > 0 ? SecondMoment.Slice(offset, length) : default,
        AreBiases = areBiases,
    };
}
