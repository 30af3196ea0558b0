using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <inheritdoc/>
public sealed class DoubleFactorizationTests : FactorizationTests<double>
{
    protected override double Epsilon => 1.0 / (1L << 53);

    [Fact]
    public void Run_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> x = memory.Upload(new double[12]);
        Assert.Throws<ArgumentException>(() => new BlockedCholesky(device.Target).Run(x.AsMatrix(3, 4), x.View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new BlockedCholesky(device.Target).Run(x.AsMatrix(3, 3), memory.Upload(new double[5]).View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new TriangularSolve(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(2, 2)));
        Assert.Throws<ArgumentException>(() => new TriangularSolve(device.Target).RunTransposed(x.AsMatrix(3, 4), x.AsMatrix(3, 2)));
        Assert.Throws<ArgumentException>(() => new SymmetricProduct(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(3, 2), x.AsMatrix(3, 1)));
    }

    protected override (double[] Matrix, double[] Diagonals) Factor(Device device, double[] matrix, int size, double tolerance)
    {
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> factor, DeviceBuffer<double> diagonal) = (memory.Upload(matrix), memory.Unwritten(2 * size));
        device.Operations.Get(target => new BlockedCholesky(target)).Run(factor.AsMatrix(size, size), diagonal.View(), tolerance, 0);
        return (memory.Download(factor, matrix.Length), memory.Download(diagonal, 2 * size));
    }

    protected override (double[] Forward, double[] Backward) Solve(Device device, double[] factor, int size, double[] right, int targets)
    {
        using var memory = new DeviceDoubles(device);
        (DeviceBuffer<double> matrix, DeviceBuffer<double> forward, DeviceBuffer<double> backward) = (memory.Upload(factor), memory.Upload(right), memory.Upload(right));
        TriangularSolve operation = device.Operations.Get(target => new TriangularSolve(target));
        operation.RunTransposed(matrix.AsMatrix(size, size), forward.AsMatrix(size, targets));
        operation.Run(matrix.AsMatrix(size, size), backward.AsMatrix(size, targets));
        return (memory.Download(forward, right.Length), memory.Download(backward, right.Length));
    }

    protected override double[] Multiply(Device device, double[] matrix, int size, double[] right, int columns)
    {
        using var memory = new DeviceDoubles(device);
        DeviceBuffer<double> product = memory.Unwritten(right.Length);
        device.Operations.Get(target => new SymmetricProduct(target)).Run(memory.Upload(matrix).AsMatrix(size, size), memory.Upload(right).AsMatrix(size, columns), product.AsMatrix(size, columns));
        return memory.Download(product, right.Length);
    }
}
