using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A least-squares problem in a device's memory: its Gram matrix, residuals, and the residuals of its normal equations.</summary>
internal sealed class DeviceLeastSquares : IDisposable
{
    private readonly Device device;
    private readonly DesignMatrix design;
    private readonly int targets;
    private readonly DeviceBuffer<double> x;
    private readonly DeviceBuffer<double> y;
    private readonly DeviceBuffer<double> weightsHigh;
    private readonly DeviceBuffer<double> weightsLow;
    private readonly DeviceBuffer<double> residualsHigh;
    private readonly DeviceBuffer<double> residualsLow;
    private readonly DeviceBuffer<double> productHigh;
    private readonly DeviceBuffer<double> productLow;

    public DeviceLeastSquares(Device device, DesignMatrix design, double[] y, int targets)
    {
        this.device = device;
        this.design = design;
        this.targets = targets;
        long weights = (long)design.Stride * targets;
        x = device.AllocateDoubles(design.Values.LongLength);
        this.y = device.AllocateDoubles(y.LongLength);
        weightsHigh = device.AllocateDoubles(weights);
        weightsLow = device.AllocateDoubles(weights);
        residualsHigh = device.AllocateDoubles(y.LongLength);
        residualsLow = device.AllocateDoubles(y.LongLength);
        productHigh = device.AllocateDoubles(weights);
        productLow = device.AllocateDoubles(weights);
        x.Upload(design.Values);
        this.y.Upload(y);
    }

    private DoubleMatrixView X => x.AsMatrix(design.Rows, design.Stride);

    private (DoubleMatrixView High, DoubleMatrixView Low) Residuals => (residualsHigh.AsMatrix(design.Rows, targets), residualsLow.AsMatrix(design.Rows, targets));

    /// <summary>(X − 1cᵀ)ᵀ(X − 1cᵀ) for the design's shifts c, [columns × columns]; waits for it.</summary>
    public double[] Gram()
    {
        int columns = design.Columns;
        using DeviceBuffer<double> shifts = device.AllocateDoubles(columns);
        using DeviceBuffer<double> gram = device.AllocateDoubles((long)columns * columns);
        shifts.Upload(design.Shifts);
        device.Operations.Get(target => new Gram(target)).Run(X, shifts.View(), gram.AsMatrix(columns, columns));
        device.Synchronize();
        var result = new double[(long)columns * columns];
        gram.Download(result);
        return result;
    }

    /// <summary>Queues r = y − Xw.</summary>
    /// <param name="weights">w, [columns × targets].</param>
    public void ComputeResiduals(DoubleDouble[] weights)
    {
        // Both parts of a column have the same weight: (high + low)·w = high·w + low·w.
        DoubleDouble[] repeated = [.. Enumerable.Repeat(weights, design.Parts).SelectMany(part => part)];
        weightsHigh.Upload([.. repeated.Select(weight => weight.High)]);
        weightsLow.Upload([.. repeated.Select(weight => weight.Low)]);
        var operation = new LinearResiduals(X, (weightsHigh.AsMatrix(design.Stride, targets), weightsLow.AsMatrix(design.Stride, targets)), y.AsMatrix(design.Rows, targets), Residuals);
        device.Operations.Get(target => new Rowwise<LinearResiduals>(target)).Run(operation, design.Rows, design.Stride * targets);
    }

    /// <summary>Xᵀr for the residuals computed last, [columns × targets]; waits for it.</summary>
    public DoubleDouble[] NormalResiduals()
    {
        device.Operations.Get(target => new TransposedProduct(target)).Run(X, Residuals, (productHigh.AsMatrix(design.Stride, targets), productLow.AsMatrix(design.Stride, targets)));
        DoubleDouble[] products = Download(productHigh, productLow, design.Stride * targets);
        int count = design.Columns * targets;
        return design.Parts == 1 ? products : [.. Enumerable.Range(0, count).Select(i => DoubleDouble.Add(products[i], products[count + i]))];
    }

    /// <summary>The residuals computed last, [rows × targets]; waits for them.</summary>
    public DoubleDouble[] DownloadResiduals() => Download(residualsHigh, residualsLow, design.Rows * targets);

    public void Dispose()
    {
        foreach (DeviceBuffer<double> buffer in new[] { x, y, weightsHigh, weightsLow, residualsHigh, residualsLow, productHigh, productLow })
            buffer.Dispose();
    }

    private DoubleDouble[] Download(DeviceBuffer<double> high, DeviceBuffer<double> low, int count)
    {
        device.Synchronize();
        var highs = new double[count];
        var lows = new double[count];
        high.Download(highs);
        low.Download(lows);
        return [.. highs.Zip(lows, (a, b) => new DoubleDouble(a, b))];
    }
}
