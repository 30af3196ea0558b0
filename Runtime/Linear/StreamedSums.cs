using System.Runtime.InteropServices;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Sums over all rows, computed on a device from blocks of rows.</summary>
internal sealed class StreamedSums(Device device, SampleBlocks blocks)
{
    /// <summary>[X − c, Y − c]ᵀW[X − c, Y − c] in binary64, [columns and targets, squared]; its upper triangle. From <see cref="GramPool"/>, and perhaps longer.</summary>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="statistics">Counts the rows on the way; null: not this time.</param>
    public Binary64[] Gram(DesignColumns columns, RowStatistics? statistics)
    {
        int size = columns.Count + columns.Targets;
        using DeviceBuffer<double> shifts = Upload([.. columns.Shifts, .. columns.TargetShifts]);
        using DeviceBuffer<double> gram = device.AllocateDoubles((long)size * size);
        gram.Clear();
        Gram operation = device.Operations.Get(target => new Gram(target));
        if (device.Threads > 0 && columns.AreFeatures)
            ForEachJoined("XᵀX in binary64", columns, statistics, (rows, weights) => operation.AccumulateJoined(rows, shifts.View(), weights, gram.AsMatrix(size, size)));
        else
            ForEach("XᵀX in binary64", columns, 1, statistics, (data, weights) => operation.Accumulate(data, shifts.View(), weights, gram.AsMatrix(size, size)));
        return Numbers(gram);
    }

    /// <summary>The same with the arithmetic of a chunk of 256 rows in binary32.</summary>
    public Binary64[] FloatGram(DesignColumns columns, RowStatistics? statistics)
    {
        int size = columns.Count + columns.Targets;
        int width = columns.Parts * size;
        float[] roundedShifts = [.. columns.Shifts.Concat(columns.TargetShifts).Select(shift => (float)shift)];
        using DeviceBuffer<float> shifts = device.AllocateFloats(size);
        using DeviceBuffer<double> gram = device.AllocateDoubles((long)size * size);
        using DeviceBuffer<float> data = device.AllocateFloats((long)blocks.Capacity * width);
        using DeviceBuffer<float> weights = device.AllocateFloats(blocks.Capacity);
        shifts.Upload(roundedShifts);
        gram.Clear();
        FloatGram operation = device.Operations.Get(target => new FloatGram(target));
        var rows = new double[checked(blocks.Capacity * width)];
        var rounded = new float[rows.Length];
        var roundedWeights = new float[blocks.Capacity];
        blocks.ForEach("XᵀX in binary32", block =>
        {
            columns.Fill(block, 0, block.Rows, 1, rows);
            for (int i = 0; i < block.Rows * width; i++)
                rounded[i] = (float)rows[i];
            data.UploadFirst(rounded, block.Rows * width);
            if (block.HasWeights)
            {
                for (int row = 0; row < block.Rows; row++)
                    roundedWeights[row] = (float)block.Weights[row];
                weights.UploadFirst(roundedWeights, block.Rows);
            }
            operation.Accumulate(data.AsMatrix(block.Rows, width), shifts.View(), block.HasWeights ? weights.View() : default, gram.AsMatrix(size, size));
            statistics?.Add(block);
        });
        device.Synchronize();
        return Numbers(gram);
    }

    /// <summary>The same in double-double.</summary>
    public WideReal[] WideGram(DesignColumns columns, RowStatistics? statistics)
    {
        int size = columns.Count + columns.Targets;
        long elements = (long)size * size;
        using DeviceBuffer<double> shifts = Upload([.. columns.Shifts, .. columns.TargetShifts]);
        using DeviceBuffer<double> lowShifts = Upload(new double[size]);
        using DeviceBuffer<double> high = device.AllocateDoubles(elements);
        using DeviceBuffer<double> low = device.AllocateDoubles(elements);
        high.Clear();
        low.Clear();
        DoubleDoubleGram operation = device.Operations.Get(target => new DoubleDoubleGram(target));
        ForEach("XᵀX in double-double", columns, 1, statistics, (data, weights) => operation.Accumulate(data, (shifts.View(), lowShifts.View()), weights, (high.AsMatrix(size, size), low.AsMatrix(size, size))));
        return [.. Pairs(Download(high, elements), Download(low, elements)).Select(value => new WideReal(value))];
    }

    /// <summary>What the normal equations lack for coefficients v of the columns.</summary>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="coefficients">[columns × (copies · targets)].</param>
    /// <param name="copies">How many fits there are for each target.</param>
    public NormalResidualSums Residuals(DesignColumns columns, DoubleDouble[] coefficients, int copies) => Residuals(columns, coefficients, copies, null);

    /// <summary>y − Xv of each row, [rows × targets]; for rows that fit in memory.</summary>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="coefficients">v, [columns × targets].</param>
    public DoubleDouble[] RowResiduals(DesignColumns columns, DoubleDouble[] coefficients)
    {
        var rows = new List<DoubleDouble>();
        _ = Residuals(columns, coefficients, 1, rows.AddRange);
        return [.. rows];
    }

    /// <summary>[X − c, Y − c]ᵀ[X − c, Y − c] of each fold in binary64. Each run of as many rows as there are folds has a row in every fold, drawn by shuffling.</summary>
    /// <remarks>A fold's chunks are its own rows, 256 at a time, whatever the blocks are.</remarks>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="count">How many folds.</param>
    /// <param name="seed">Philox's key.</param>
    public FoldSums[] Folds(DesignColumns columns, int count, ulong seed)
    {
        int width = columns.Parts * (columns.Count + columns.Targets);
        int size = columns.Count + columns.Targets;
        FoldSums[] folds = [.. Enumerable.Range(0, count).Select(_ => new FoldSums(width, blocks.HasWeights))];
        using DeviceBuffer<double> shifts = Upload([.. columns.Shifts, .. columns.TargetShifts]);
        using DeviceBuffer<double> grams = device.AllocateDoubles((long)count * size * size);
        using DeviceBuffer<double> data = device.AllocateDoubles((long)DotProduct.ChunkLength * width);
        using DeviceBuffer<double> weights = device.AllocateDoubles(DotProduct.ChunkLength);
        grams.Clear();
        Gram operation = device.Operations.Get(target => new Gram(target));
        var rows = new double[checked(blocks.Capacity * width)];
        int[] order = new int[count];
        blocks.ForEach("folds", block =>
        {
            columns.Fill(block, 0, block.Rows, 1, rows);
            for (int row = 0; row < block.Rows; row++)
            {
                int place = (int)((block.FirstRow + row) % count);
                if (place == 0)
                    Shuffle(order, seed, block.FirstRow + row);
                int fold = order[place];
                if (folds[fold].Add(rows.AsSpan(row * width, width), block.HasWeights ? block.Weights[row] : 1))
                    Flush(fold);
            }
        });
        for (int fold = 0; fold < count; fold++)
        {
            Flush(fold);
            device.Synchronize();
            folds[fold].Gram = new double[(long)size * size];
            grams.Download(folds[fold].Gram, (long)fold * size * size);
        }
        return folds;

        void Flush(int fold)
        {
            FoldSums sums = folds[fold];
            if (sums.Waiting == 0)
                return;
            data.UploadFirst(sums.Data, sums.Waiting * width);
            if (blocks.HasWeights)
                weights.UploadFirst(sums.Weights, sums.Waiting);
            var gram = new DoubleMatrixView(new DoubleView(grams.Elements.SubView((long)fold * size * size, (long)size * size)), size, size);
            operation.Accumulate(data.AsMatrix(sums.Waiting, width), shifts.View(), blocks.HasWeights ? weights.View() : default, gram);
            sums.Waiting = 0;
        }
    }

    private NormalResidualSums Residuals(DesignColumns columns, DoubleDouble[] coefficients, int copies, Action<DoubleDouble[]>? seeRows)
    {
        int targets = columns.Targets * copies;
        using DeviceBuffer<double> high = Upload([.. coefficients.Select(coefficient => coefficient.High)]);
        using DeviceBuffer<double> low = Upload([.. coefficients.Select(coefficient => coefficient.Low)]);
        using DeviceBuffer<double> residualsHigh = device.AllocateDoubles((long)blocks.Capacity * targets);
        using DeviceBuffer<double> residualsLow = device.AllocateDoubles((long)blocks.Capacity * targets);
        using DeviceBuffer<double> productsHigh = Upload(new double[coefficients.Length]);
        using DeviceBuffer<double> productsLow = Upload(new double[coefficients.Length]);
        using DeviceBuffer<double> squaresHigh = Upload(new double[targets]);
        using DeviceBuffer<double> squaresLow = Upload(new double[targets]);
        NormalResiduals operation = device.Operations.Get(target => new NormalResiduals(target));
        ForEach(seeRows is null ? "refinement" : "residuals", columns, copies, null, (data, weights) =>
        {
            operation.Accumulate(
                data,
                (high.AsMatrix(columns.Count, targets), low.AsMatrix(columns.Count, targets)),
                weights,
                (residualsHigh.AsMatrix(data.Rows, targets), residualsLow.AsMatrix(data.Rows, targets)),
                (productsHigh.AsMatrix(columns.Count, targets), productsLow.AsMatrix(columns.Count, targets)),
                (squaresHigh.View(), squaresLow.View()));
            if (seeRows is null)
                return;
            device.Synchronize();
            seeRows(Pairs(Download(residualsHigh, (long)data.Rows * targets), Download(residualsLow, (long)data.Rows * targets)));
        });
        return new NormalResidualSums(
            Pairs(Download(productsHigh, coefficients.Length), Download(productsLow, coefficients.Length)),
            Pairs(Download(squaresHigh, targets), Download(squaresLow, targets)));
    }

    private static void Shuffle(int[] order, ulong seed, long firstRow)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var numbers = new PhiloxSequence(seed, RandomPurpose.Folds, step: 0, (ulong)firstRow);
        for (int i = 0; i < order.Length - 1; i++)
        {
            int other = i + UniformDraw.Below(numbers.Next(), order.Length - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    private static DoubleDouble[] Pairs(double[] high, double[] low)
    {
        var pairs = new DoubleDouble[high.LongLength];
        for (long i = 0; i < pairs.LongLength; i++)
            pairs[i] = new DoubleDouble(high[i], low[i]);
        return pairs;
    }

    private void ForEach(string stage, DesignColumns columns, int copies, RowStatistics? statistics, Action<DoubleMatrixView, DoubleView> use)
    {
        int width = columns.Parts * (columns.Count + (columns.Targets * copies));
        int capacity = checked(blocks.Capacity * width);
        using DeviceBuffer<double> weights = device.AllocateDoubles(blocks.HasWeights ? blocks.Capacity : 0);
        // Operations on the host are done when they return, so that rows can be written straight to its memory, one block while another is used.
        bool isHost = device.Threads > 0;
        DeviceBuffer<double>[] data = [.. Enumerable.Range(0, isHost ? blocks.Slots : 1).Select(_ => device.AllocateDoubles(capacity))];
        double[][] rows = [.. Enumerable.Range(0, isHost ? 0 : blocks.Slots).Select(_ => new double[capacity])];
        try
        {
            blocks.ForEach(
                stage,
                device.Target.Workers,
                (block, first, count) => columns.Fill(block, first, count, copies, isHost ? data[block.Slot].HostElements : rows[block.Slot]),
                block => statistics?.Add(block),
                block =>
                {
                    if (!isHost)
                        data[0].UploadFirst(rows[block.Slot], block.Rows * width);
                    if (block.HasWeights)
                        weights.UploadFirst(block.Weights, block.Rows);
                    use(data[isHost ? block.Slot : 0].AsMatrix(block.Rows, width), block.HasWeights ? weights.View() : default);
                });
            device.Synchronize();
        }
        finally
        {
            foreach (DeviceBuffer<double> buffer in data)
                buffer.Dispose();
        }
    }

    // On the host rows can be used where they are.
    private void ForEachJoined(string stage, DesignColumns columns, RowStatistics? statistics, Action<JoinedRows, DoubleView> use)
    {
        using DeviceBuffer<double> weights = device.AllocateDoubles(blocks.HasWeights ? blocks.Capacity : 0);
        blocks.ForEach(
            stage,
            device.Target.Workers,
            (_, _, _) => { },
            block => statistics?.Add(block),
            block =>
            {
                if (block.HasWeights)
                    weights.UploadFirst(block.Weights, block.Rows);
                var rows = new JoinedRows(block.Rows, columns.HasIntercept, block.Features, columns.Features, block.Targets, columns.Targets);
                use(rows, block.HasWeights ? weights.View() : default);
            });
    }

    private DeviceBuffer<double> Upload(double[] values)
    {
        DeviceBuffer<double> buffer = device.AllocateDoubles(values.Length);
        buffer.Upload(values);
        return buffer;
    }

    private static Binary64[] Numbers(DeviceBuffer<double> buffer)
    {
        int count = checked((int)buffer.Elements.Length);
        Binary64[] values = GramPool.Rent(count);
        buffer.Download(MemoryMarshal.Cast<Binary64, double>(values.AsSpan(0, count)));
        return values;
    }

    private static double[] Download(DeviceBuffer<double> buffer, long count)
    {
        var values = new double[count];
        buffer.Download(values);
        return values;
    }
}
