using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Runs an <see cref="IUpdate{TSelf}"/> over a range of parameters, its numbers from the device's memory.</summary>
public sealed class StepUpdate<TUpdate>
    where TUpdate : struct, IUpdate<TUpdate>
{
    private readonly ExecutionTarget target;
    private readonly Elementwise<TUpdate>? host;
    private readonly Action<AcceleratorStream, KernelConfig, TUpdate, FloatView, long>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public StepUpdate(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<TUpdate, FloatView, long>(Kernel);
        else
            host = new Elementwise<TUpdate>(target);
    }

    /// <summary>Queues the update of the parameters 0 … count − 1.</summary>
    /// <param name="update">The update and its operands; the numbers that it has itself do not matter.</param>
    /// <param name="numbers">What <see cref="UpdateNumbers.For"/> gives.</param>
    /// <param name="count">Number of parameters; 0 does nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Run(in TUpdate update, FloatView numbers, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return;
        if (kernel is null)
        {
            host!.Run(update.At(UpdateNumbers.Load<ScalarLanes>(numbers)), count);
            return;
        }
        target.CountLaunch(GetType());
        kernel(target.Stream, LinearGrid.For(target.Accelerator, count), update, numbers, count);
    }

    internal static void Kernel(TUpdate update, FloatView numbers, long count)
    {
        long index = LinearGrid.Index;
        if (index < count)
            update.At(UpdateNumbers.Load<KernelLanes>(numbers)).Invoke<KernelLanes, float>(index);
    }
}
