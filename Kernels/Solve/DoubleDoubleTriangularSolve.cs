using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>RᵀX = B and RX = B in double-double and in place: <see cref="TriangularSolve"/> for the factor of <see cref="DoubleDoubleCholesky"/>.</summary>
/// <remarks>The same order of the same operations, each of them a <see cref="DoubleDouble"/>'s. Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class DoubleDoubleTriangularSolve
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, TriangularStep>? forwardKernel;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, TriangularStep>? backwardKernel;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleTriangularSolve(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        forwardKernel = target.Accelerator.LoadKernel<PairOperands, TriangularStep>(ForwardKernel);
        backwardKernel = target.Accelerator.LoadKernel<PairOperands, TriangularStep>(BackwardKernel);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="factor">R, [size × size], the high parts and the low parts; only their upper triangles are read.</param>
    /// <param name="right">B, [size × right-hand sides], the high parts and the low parts; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RunTransposed((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
        => Run(factor, right, forwardKernel, isBackward: false);

    /// <summary>Queues RX = B.</summary>
    /// <param name="factor">R, [size × size], the high parts and the low parts; only their upper triangles are read.</param>
    /// <param name="right">B, [size × right-hand sides], the high parts and the low parts; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
        => Run(factor, right, backwardKernel, isBackward: true);

    internal static void ForwardKernel(PairOperands operands, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        for (int i = 0; i < step.Size; i++)
        {
            DoubleDouble rest = operands.Element(((long)i * step.Targets) + output);
            for (int start = 0; start < i; start += DotProduct.ChunkLength)
            {
                int end = start + DotProduct.ChunkLength;
                if (end > i)
                    end = i;
                var chain = new DoubleDouble(0, 0);
                for (int k = start; k < end; k++)
                    chain = DoubleDouble.MultiplyAdd(operands.Matrix(((long)k * step.Size) + i), operands.Element(((long)k * step.Targets) + output), chain);
                rest = DoubleDouble.Add(rest, DoubleDouble.Negate(chain));
            }
            Divide(operands, step, i, output, rest);
        }
    }

    internal static void BackwardKernel(PairOperands operands, TriangularStep step)
    {
        long output = LinearGrid.Index;
        if (output >= step.Targets)
            return;
        int last = (step.Size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength;
        for (int i = step.Size - 1; i >= 0; i--)
        {
            DoubleDouble rest = operands.Element(((long)i * step.Targets) + output);
            for (int start = last; start + DotProduct.ChunkLength > i + 1 && start >= 0; start -= DotProduct.ChunkLength)
            {
                int end = start + DotProduct.ChunkLength;
                if (end > step.Size)
                    end = step.Size;
                var chain = new DoubleDouble(0, 0);
                for (int k = end - 1; k >= start && k > i; k--)
                    chain = DoubleDouble.MultiplyAdd(operands.Matrix(((long)i * step.Size) + k), operands.Element(((long)k * step.Targets) + output), chain);
                rest = DoubleDouble.Add(rest, DoubleDouble.Negate(chain));
            }
            Divide(operands, step, i, output, rest);
        }
    }

    private static void Divide(PairOperands operands, TriangularStep step, int i, long output, DoubleDouble rest)
    {
        DoubleDouble diagonal = operands.Matrix(((long)i * step.Size) + i);
        var solution = new DoubleDouble(0, 0);
        if (diagonal.High != 0)
            solution = DoubleDouble.Divide(rest, diagonal);
        operands.SetElement(((long)i * step.Targets) + output, solution);
    }

    private void Run(
        (DoubleMatrixView High, DoubleMatrixView Low) factor,
        (DoubleMatrixView High, DoubleMatrixView Low) right,
        Action<AcceleratorStream, KernelConfig, PairOperands, TriangularStep>? kernel,
        bool isBackward)
    {
        int size = factor.High.Rows;
        int targets = right.High.Columns;
        if (factor.High.Columns != size || factor.Low.Rows != size || factor.Low.Columns != size || right.High.Rows != size || right.Low.Rows != size || right.Low.Columns != targets)
            throw new ArgumentException($"A triangular system needs square matrices and right-hand sides of as many rows, not {factor.High.Rows}x{factor.High.Columns} and {right.High.Rows}x{targets}.", nameof(right));
        if (size == 0 || targets == 0)
            return;
        target.Launches++;
        var step = new TriangularStep { Size = size, Targets = targets };
        var operands = new PairOperands { MatrixHigh = factor.High.Data, MatrixLow = factor.Low.Data, High = right.High.Data, Low = right.Low.Data };
        if (kernel is not null)
            kernel(target.Stream, LinearGrid.For(target.Accelerator, targets), operands, step);
        else
            HostDoubleDoubleTriangularSolve.Run(operands, step, isBackward, target.Workers!);
    }
}
