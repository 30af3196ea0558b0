using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Sums over all rows, computed on a device from blocks of rows.</summary>
internal sealed class StreamedSums(Device device, SampleBlocks blocks)
{
    /// <summary>[X − c, Y − c]ᵀW[X − c, Y − c] in binary64, [columns and targets, squared]; its upper triangle.</summary>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="statistics">Counts the rows on the way; null: not this time.</param>
    public double[] Gram(DesignColumns columns, RowStatistics? statistics)
    {
        int size = columns.Count + columns.Targets;
        using DeviceBuffer<double> shifts = Upload([.. columns.Shifts, .. columns.TargetShifts]);
        using DeviceBuffer<double> gram = device.AllocateDoubles((long)size * size);
        gram.Clear();
        Gram operation = device.Operations.Get(target => new Gram(target));
        ForEach("XᵀX in binary64", columns, 1, statistics, (data, weights) => operation.Accumulate(data, shifts.View(), weights, gram.AsMatrix(size, size)));
        return Download(gram, (long)size * size);
    }

    /// <summary>The same in double-double.</summary>
    public DoubleDouble[] WideGram(DesignColumns columns, RowStatistics? statistics)
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
        return Pairs(Download(high, elements), Download(low, elements));
    }

    /// <summary>What the normal equations lack for coefficients v of the columns.</summary>
    /// <param name="columns">How rows become columns.</param>
    /// <param name="coefficients">[columns × (copies · targets)].</param>
    /// <param name="copies">How many fits there are for each target.</param>
    public NormalResidualSums Residuals(DesignColumns columns, DoubleDouble[] coefficients, int copies)
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
        ForEach("refinement", columns, copies, null, (data, weights) => operation.Accumulate(
            data,
            (high.AsMatrix(columns.Count, targets), low.AsMatrix(columns.Count, targets)),
            weights,
            (residualsHigh.AsMatrix(data.Rows, targets), residualsLow.AsMatrix(data.Rows, targets)),
            (productsHigh.AsMatrix(columns.Count, targets), productsLow.AsMatrix(columns.Count, targets)),
            (squaresHigh.View(), squaresLow.View())));
        return new NormalResidualSums(
            Pairs(Download(productsHigh, coefficients.Length), Download(productsLow, coefficients.Length)),
            Pairs(Download(squaresHigh, targets), Download(squaresLow, targets)));
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
        var rows = new double[checked(blocks.Capacity * width)];
        using DeviceBuffer<double> data = device.AllocateDoubles(rows.Length);
        using DeviceBuffer<double> weights = device.AllocateDoubles(blocks.Capacity);
        blocks.ForEach(stage, block =>
        {
            columns.Fill(block, copies, rows);
            data.UploadFirst(rows, block.Rows * width);
            if (block.HasWeights)
                weights.UploadFirst(block.Weights, block.Rows);
            use(data.AsMatrix(block.Rows, width), block.HasWeights ? new DoubleView(weights.Elements.SubView(0, block.Rows)) : default);
            statistics?.Add(block);
        });
        device.Synchronize();
    }

    private DeviceBuffer<double> Upload(double[] values)
    {
        DeviceBuffer<double> buffer = device.AllocateDoubles(values.Length);
        buffer.Upload(values);
        return buffer;
    }

    private double[] Download(DeviceBuffer<double> buffer, long count)
    {
        var values = new double[count];
        buffer.Download(values);
        return values;
    }
}
