namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="NormalResiduals"/>.</summary>
internal static unsafe class HostNormalResiduals
{
    public static void Run(in ResidualOperands operands, ResidualShape shape, Workers workers)
    {
        var job = new Job
        {
            Shape = shape,
            Data = (double*)operands.Data.Address,
            CoefficientsHigh = (double*)operands.CoefficientsHigh.Address,
            CoefficientsLow = (double*)operands.CoefficientsLow.Address,
            RowWeights = shape.HasWeights ? (double*)operands.RowWeights.Address : null,
            ResidualsHigh = (double*)operands.ResidualsHigh.Address,
            ResidualsLow = (double*)operands.ResidualsLow.Address,
            ProductsHigh = (double*)operands.ProductsHigh.Address,
            ProductsLow = (double*)operands.ProductsLow.Address,
            SquaresHigh = (double*)operands.SquaresHigh.Address,
            SquaresLow = (double*)operands.SquaresLow.Address,
            Scratch = workers.Scratch(0),
        };
        workers.Run(ref job, 1);
    }

    private struct Job : IParallelJob
    {
        public ResidualShape Shape;
        public double* Data;
        public double* CoefficientsHigh;
        public double* CoefficientsLow;
        public double* RowWeights;
        public double* ResidualsHigh;
        public double* ResidualsLow;
        public double* ProductsHigh;
        public double* ProductsLow;
        public double* SquaresHigh;
        public double* SquaresLow;
        public ScratchMemory Scratch;

        public readonly void Invoke(int part, int parts)
        {
            int targets = Shape.Targets;
            int count = checked((Shape.Columns + 1) * targets);
            var chains = (DoubleDouble*)Scratch.Floats(4L * count);
            for (int start = 0; start < Shape.Rows; start += DotProduct.ChunkLength)
            {
                new Span<DoubleDouble>(chains, count).Clear();
                int end = Math.Min(Shape.Rows, start + DotProduct.ChunkLength);
                for (int i = start; i < end; i++)
                {
                    double* row = Data + ((long)i * Shape.Stride);
                    for (int output = 0; output < targets; output++)
                    {
                        var residual = new DoubleDouble(row[Shape.Columns + output], Shape.Parts == 2 ? row[Shape.Width + Shape.Columns + output] : 0);
                        for (int p = 0; p < Shape.Parts; p++)
                        {
                            for (int column = 0; column < Shape.Columns; column++)
                                residual = DoubleDouble.MultiplyAdd(-row[(p * Shape.Width) + column], new DoubleDouble(CoefficientsHigh[(column * targets) + output], CoefficientsLow[(column * targets) + output]), residual);
                        }
                        long at = ((long)i * targets) + output;
                        ResidualsHigh[at] = residual.High;
                        ResidualsLow[at] = residual.Low;
                        DoubleDouble weighted = RowWeights is null ? residual : DoubleDouble.Multiply(RowWeights[i], residual);
                        for (int column = 0; column < Shape.Columns; column++)
                        {
                            ref DoubleDouble chain = ref chains[(column * targets) + output];
                            chain = DoubleDouble.MultiplyAdd(row[column], weighted, chain);
                            if (Shape.Parts == 2)
                                chain = DoubleDouble.MultiplyAdd(row[Shape.Width + column], weighted, chain);
                        }
                        ref DoubleDouble square = ref chains[(Shape.Columns * targets) + output];
                        square = DoubleDouble.MultiplyAdd(residual, weighted, square);
                    }
                }
                for (int at = 0; at < count; at++)
                {
                    bool isSquare = at >= count - targets;
                    double* high = isSquare ? SquaresHigh + at - (count - targets) : ProductsHigh + at;
                    double* low = isSquare ? SquaresLow + at - (count - targets) : ProductsLow + at;
                    DoubleDouble sum = DoubleDouble.Add(new DoubleDouble(*high, *low), chains[at]);
                    *high = sum.High;
                    *low = sum.Low;
                }
            }
        }
    }
}
