using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>RᵀX = B and RX = B for an upper triangular R and any number of right-hand sides, in binary64 and in place: with <see cref="BlockedCholesky"/> the solution of AX = B.</summary>
/// <remarks>
/// An element of X is bᵢ minus the sums over the other unknowns, chunk by chunk of <see cref="DotProduct.ChunkLength"/> of them (cut from 0), each a chain of fma from +0; then divided by rᵢᵢ.
/// Unknowns and chunks come in ascending order for Rᵀ and in descending order for R. Where rᵢᵢ is zero the element is zero.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class TriangularSolve
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, TriangularStep>? forwardKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, TriangularStep>? forwardRestKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, TriangularStep>? backwardKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, TriangularStep>? backwardRestKernel;

    /// <summary>Loads the operation for a target.</summary>
    public TriangularSolve(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        forwardKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, TriangularStep>(ForwardKernel);
        forwardRestKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, TriangularStep>(ForwardRestKernel);
        backwardKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, TriangularStep>(BackwardKernel);
        backwardRestKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, TriangularStep>(BackwardRestKernel);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RunTransposed(DoubleMatrixView factor, DoubleMatrixView right)
    {
        TriangularStep step = StepFor(factor, right);
        if (step.Size == 0 || step.Targets == 0)
            return;
        target.Launches++;
        if (forwardKernel is null)
        {
            HostTriangularSolve.RunTransposed((double*)factor.Data.Address, (double*)right.Data.Address, step, target.Workers!);
            return;
        }
        for (step.Start = 0; step.Start < step.Size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            forwardKernel(target.Stream, LinearGrid.For(target.Accelerator, step.Targets), factor.Data, right.Data, step);
            if (step.End < step.Size)
                forwardRestKernel!(target.Stream, LinearGrid.For(target.Accelerator, (long)(step.Size - step.End) * step.Targets), factor.Data, right.Data, step);
        }
    }

    /// <summary>Queues RX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(DoubleMatrixView factor, DoubleMatrixView right)
    {
        TriangularStep step = StepFor(factor, right);
        if (step.Size == 0 || step.Targets == 0)
            return;
        target.Launches++;
        if (backwardKernel is null)
        {
            HostTriangularSolve.Run((double*)factor.Data.Address, (double*)right.Data.Address, step, target.Workers!);
            return;
        }
        for (step.Start = (step.Size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength; step.Start >= 0; step.Start -= DotProduct.ChunkLength)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            backwardKernel(target.Stream, LinearGrid.For(target.Accelerator, step.Targets), factor.Data, right.Data, step);
            if (step.Start > 0)
                backwardRestKernel!(target.Stream, LinearGrid.For(target.Accelerator, (long)step.Start * step.Targets), factor.Data, right.Data, step);
        }
    }

    internal static void ForwardKernel(DoubleView factor, DoubleView right, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        for (int i = step.Start; i < step.End; i++)
        {
            double chain = 0;
            for (int k = step.Start; k < i; k++)
                chain = IeeeDouble.Fma(factor.View[((long)k * step.Size) + i], right.View[((long)k * step.Targets) + output], chain);
            Divide(factor, right, step, i, output, chain);
        }
    }

    internal static void ForwardRestKernel(DoubleView factor, DoubleView right, TriangularStep step)
    {
        long index = LinearGrid.Index;
        if (index >= (long)(step.Size - step.End) * step.Targets)
            return;
        long i = index / step.Targets;
        long output = index - (i * step.Targets);
        i += step.End;
        double chain = 0;
        for (int k = step.Start; k < step.End; k++)
            chain = IeeeDouble.Fma(factor.View[((long)k * step.Size) + i], right.View[((long)k * step.Targets) + output], chain);
        long at = (i * step.Targets) + output;
        right.View[at] = IeeeDouble.Add(right.View[at], -chain);
    }

    internal static void BackwardKernel(DoubleView factor, DoubleView right, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        for (int i = step.End - 1; i >= step.Start; i--)
        {
            double chain = 0;
            for (int k = step.End - 1; k > i; k--)
                chain = IeeeDouble.Fma(factor.View[((long)i * step.Size) + k], right.View[((long)k * step.Targets) + output], chain);
            Divide(factor, right, step, i, output, chain);
        }
    }

    internal static void BackwardRestKernel(DoubleView factor, DoubleView right, TriangularStep step)
    {
        long index = LinearGrid.Index;
        if (index >= (long)step.Start * step.Targets)
            return;
        long i = index / step.Targets;
        long output = index - (i * step.Targets);
        double chain = 0;
        for (int k = step.End - 1; k >= step.Start; k--)
            chain = IeeeDouble.Fma(factor.View[(i * step.Size) + k], right.View[((long)k * step.Targets) + output], chain);
        right.View[index] = IeeeDouble.Add(right.View[index], -chain);
    }

    private static void Divide(DoubleView factor, DoubleView right, TriangularStep step, int i, long output, double chain)
    {
        double diagonal = factor.View[((long)i * step.Size) + i];
        long at = ((long)i * step.Targets) + output;
        double solution = 0;
        if (diagonal != 0)
            solution = IeeeDouble.Divide(IeeeDouble.Add(right.View[at], -chain), diagonal);
        right.View[at] = solution;
    }

    private static TriangularStep StepFor(DoubleMatrixView factor, DoubleMatrixView right)
    {
        if (factor.Rows != factor.Columns || right.Rows != factor.Rows)
            throw new ArgumentException($"A triangular system needs a square matrix and right-hand sides of as many rows, not {factor.Rows}x{factor.Columns} and {right.Rows}x{right.Columns}.", nameof(right));
        return new TriangularStep { Size = factor.Rows, Targets = right.Columns };
    }
}
