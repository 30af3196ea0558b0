using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="NormalResiduals"/>: threads take whole chunks, whose sums are then joined in order.</summary>
internal static unsafe class HostNormalResiduals
{
    // Chunks of a thread between two meetings; their sums wait in memory.
    private const int ChunksPerPart = 8;

    public static void Run(in ResidualOperands operands, ResidualShape shape, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<DoubleLanes512, Vector512<double>>(operands, shape, workers); break;
            case 256: Run<DoubleLanes256, Vector256<double>>(operands, shape, workers); break;
            default: Run<DoubleLanes128, Vector128<double>>(operands, shape, workers); break;
        }
    }

    private static void Run<TLanes, TVector>(in ResidualOperands operands, ResidualShape shape, Workers workers)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int chunks = (shape.Rows + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength;
        int together = Math.Min(chunks, ChunksPerPart * workers.Count);
        // The columns' sums, target after target, then the squares'; high parts, then low parts.
        long padded = (shape.Columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        long sums = (padded + 1) * shape.Targets;
        long coefficients = 2L * shape.Columns * shape.Targets;
        long perPart = ResidualChunkJob<TLanes, TVector>.ScratchLength;
        int parts = Math.Min(together, workers.Count);
        var memory = (double*)workers.Scratch(0).Floats(2 * (coefficients + (parts * perPart) + (together * 2 * sums)));
        var job = new ResidualChunkJob<TLanes, TVector>
        {
            Shape = shape,
            Data = (double*)operands.Data.Address,
            NegativeCoefficients = memory,
            RowWeights = shape.HasWeights ? (double*)operands.RowWeights.Address : null,
            ResidualsHigh = (double*)operands.ResidualsHigh.Address,
            ResidualsLow = (double*)operands.ResidualsLow.Address,
            Scratch = memory + coefficients,
            Sums = memory + coefficients + (parts * perPart),
            SumsLength = sums,
            PaddedColumns = padded,
        };
        // Target after target, so that a target's coefficients are side by side: high part, low part.
        var high = (double*)operands.CoefficientsHigh.Address;
        var low = (double*)operands.CoefficientsLow.Address;
        for (int column = 0; column < shape.Columns; column++)
        {
            for (int output = 0; output < shape.Targets; output++)
            {
                double* to = memory + (2 * (((long)output * shape.Columns) + column));
                to[0] = -high[((long)column * shape.Targets) + output];
                to[1] = -low[((long)column * shape.Targets) + output];
            }
        }
        for (int chunk = 0; chunk < chunks; chunk += together)
        {
            job.FirstChunk = chunk;
            job.Chunks = Math.Min(together, chunks - chunk);
            workers.Run(ref job, Math.Min(job.Chunks, parts));
            for (int i = 0; i < job.Chunks; i++)
                Join(operands, shape, job.Sums + (i * 2 * sums), sums, padded);
        }
    }

    private static void Join(in ResidualOperands operands, ResidualShape shape, double* sums, long length, long padded)
    {
        for (int output = 0; output < shape.Targets; output++)
        {
            double* high = sums + (output * padded);
            for (int column = 0; column < shape.Columns; column++)
                Add((double*)operands.ProductsHigh.Address, (double*)operands.ProductsLow.Address, ((long)column * shape.Targets) + output, high + column, length);
            Add((double*)operands.SquaresHigh.Address, (double*)operands.SquaresLow.Address, output, sums + (shape.Targets * padded) + output, length);
        }
    }

    private static void Add(double* high, double* low, long at, double* sum, long lowOffset)
    {
        DoubleDouble total = DoubleDouble.Add(new DoubleDouble(high[at], low[at]), new DoubleDouble(sum[0], sum[lowOffset]));
        high[at] = total.High;
        low[at] = total.Low;
    }
}
