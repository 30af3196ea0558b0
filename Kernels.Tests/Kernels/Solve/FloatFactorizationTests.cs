using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <inheritdoc/>
public sealed class FloatFactorizationTests : FactorizationTests<float>
{
    protected override double Epsilon => 1.0 / (1 << 24);

    [Fact]
    public void Run_ShapesThatDoNotFit_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        using var memory = new DeviceFloats(device);
        DeviceBuffer<float> x = memory.Upload(new float[12]);
        Assert.Throws<ArgumentException>(() => new FloatCholesky(device.Target).Run(x.AsMatrix(3, 4), x.View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new FloatCholesky(device.Target).Run(x.AsMatrix(3, 3), memory.Upload(new float[5]).View(), 0, 0));
        Assert.Throws<ArgumentException>(() => new FloatTriangularSolve(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(2, 2)));
        Assert.Throws<ArgumentException>(() => new FloatTriangularSolve(device.Target).RunTransposed(x.AsMatrix(3, 4), x.AsMatrix(3, 2)));
        Assert.Throws<ArgumentException>(() => new FloatSymmetricProduct(device.Target).Run(x.AsMatrix(3, 3), x.AsMatrix(3, 2), x.AsMatrix(3, 1)));
    }

    protected override (float[] Matrix, float[] Diagonals) Factor(Device device, float[] matrix, int size, float tolerance)
    {
        using var memory = new DeviceFloats(device);
        (DeviceBuffer<float> factor, DeviceBuffer<float> diagonal) = (memory.Upload(matrix), memory.Unwritten(2 * size));
        device.Operations.Get(target => new FloatCholesky(target)).Run(factor.AsMatrix(size, size), diagonal.View(), tolerance, 0);
        return (memory.Download(factor, matrix.Length), memory.Download(diagonal, 2 * size));
    }

    protected override (float[] Forward, float[] Backward) Solve(Device device, float[] factor, int size, float[] right, int targets)
    {
        using var memory = new DeviceFloats(device);
        (DeviceBuffer<float> matrix, DeviceBuffer<float> forward, DeviceBuffer<float> backward) = (memory.Upload(factor), memory.Upload(right), memory.Upload(right));
        FloatTriangularSolve operation = device.Operations.Get(target => new FloatTriangularSolve(target));
        operation.RunTransposed(matrix.AsMatrix(size, size), forward.AsMatrix(size, targets));
        operation.Run(matrix.AsMatrix(size, size), backward.AsMatrix(size, targets));
        return (memory.Download(forward, right.Length), memory.Download(backward, right.Length));
    }

    protected override float[] Multiply(Device device, float[] matrix, int size, float[] right, int columns)
    {
        using var memory = new DeviceFloats(device);
        DeviceBuffer<float> product = memory.Unwritten(right.Length);
        device.Operations.Get(target => new FloatSymmetricProduct(target)).Run(memory.Upload(matrix).AsMatrix(size, size), memory.Upload(right).AsMatrix(size, columns), product.AsMatrix(size, columns));
        return memory.Download(product, right.Length);
    }
}
