using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The kernels of a triangular solution, chunk after chunk of unknowns: first their own equations, then what they take from the others', in any precision.</summary>
internal sealed class TriangularKernels<TOperands, TArithmetic, TNumber>
    where TOperands : struct, IFactorOperands<TNumber>
    where TArithmetic : struct, IFactorArithmetic<TNumber>
    where TNumber : unmanaged
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, TriangularStep> forwardKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, TriangularStep> forwardRestKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, TriangularStep> backwardKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, TriangularStep> backwardRestKernel;

    public TriangularKernels(ExecutionTarget target)
    {
        this.target = target;
        forwardKernel = target.Accelerator.LoadKernel<TOperands, TriangularStep>(ForwardKernel);
        forwardRestKernel = target.Accelerator.LoadKernel<TOperands, TriangularStep>(ForwardRestKernel);
        backwardKernel = target.Accelerator.LoadKernel<TOperands, TriangularStep>(BackwardKernel);
        backwardRestKernel = target.Accelerator.LoadKernel<TOperands, TriangularStep>(BackwardRestKernel);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="operands">R and B.</param>
    /// <param name="step">The sizes.</param>
    public void RunTransposed(TOperands operands, TriangularStep step)
    {
        for (step.Start = 0; step.Start < step.Size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            forwardKernel(target.Stream, LinearGrid.For(target.Accelerator, step.Targets), operands, step);
            if (step.End < step.Size)
                forwardRestKernel(target.Stream, LinearGrid.For(target.Accelerator, (long)(step.Size - step.End) * step.Targets), operands, step);
        }
    }

    /// <summary>Queues RX = B.</summary>
    /// <param name="operands">R and B.</param>
    /// <param name="step">The sizes.</param>
    public void Run(TOperands operands, TriangularStep step)
    {
        for (step.Start = (step.Size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength; step.Start >= 0; step.Start -= DotProduct.ChunkLength)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            backwardKernel(target.Stream, LinearGrid.For(target.Accelerator, step.Targets), operands, step);
            if (step.Start > 0)
                backwardRestKernel(target.Stream, LinearGrid.For(target.Accelerator, (long)step.Start * step.Targets), operands, step);
        }
    }

    internal static void ForwardKernel(TOperands operands, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        for (int i = step.Start; i < step.End; i++)
        {
            TNumber chain = default;
            for (int k = step.Start; k < i; k++)
                chain = TArithmetic.MultiplyAdd(operands.Matrix(((long)k * step.Size) + i), operands.Element(((long)k * step.Targets) + output), chain);
            Divide(operands, step, i, output, chain, i > step.Start);
        }
    }

    internal static void ForwardRestKernel(TOperands operands, TriangularStep step)
    {
        long index = LinearGrid.Index;
        if (index >= (long)(step.Size - step.End) * step.Targets)
            return;
        long i = index / step.Targets;
        long output = index - (i * step.Targets);
        i += step.End;
        TNumber chain = default;
        for (int k = step.Start; k < step.End; k++)
            chain = TArithmetic.MultiplyAdd(operands.Matrix(((long)k * step.Size) + i), operands.Element(((long)k * step.Targets) + output), chain);
        long at = (i * step.Targets) + output;
        operands.SetElement(at, TArithmetic.Subtract(operands.Element(at), chain));
    }

    internal static void BackwardKernel(TOperands operands, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        for (int i = step.End - 1; i >= step.Start; i--)
        {
            TNumber chain = default;
            for (int k = step.End - 1; k > i; k--)
                chain = TArithmetic.MultiplyAdd(operands.Matrix(((long)i * step.Size) + k), operands.Element(((long)k * step.Targets) + output), chain);
            Divide(operands, step, i, output, chain, i < step.End - 1);
        }
    }

    internal static void BackwardRestKernel(TOperands operands, TriangularStep step)
    {
        long index = LinearGrid.Index;
        if (index >= (long)step.Start * step.Targets)
            return;
        long i = index / step.Targets;
        long output = index - (i * step.Targets);
        TNumber chain = default;
        for (int k = step.End - 1; k >= step.Start; k--)
            chain = TArithmetic.MultiplyAdd(operands.Matrix((i * step.Size) + k), operands.Element(((long)k * step.Targets) + output), chain);
        operands.SetElement(index, TArithmetic.Subtract(operands.Element(index), chain));
    }

    // A chunk's first unknown has no chain to subtract; a double-double that was not normalized would be changed by a zero.
    private static void Divide(TOperands operands, TriangularStep step, int i, long output, TNumber chain, bool hasChain)
    {
        TNumber diagonal = operands.Matrix(((long)i * step.Size) + i);
        long at = ((long)i * step.Targets) + output;
        TNumber solution = default;
        if (!TArithmetic.IsZero(diagonal))
        {
            TNumber rest = operands.Element(at);
            if (hasChain)
                rest = TArithmetic.Subtract(rest, chain);
            solution = TArithmetic.Divide(rest, diagonal);
        }
        operands.SetElement(at, solution);
    }
}
