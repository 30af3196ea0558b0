using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Shapes for buffers of numbers.</summary>
internal static class DeviceBufferViews
{
    /// <summary>The elements as operations take them.</summary>
    public static FloatView View(this DeviceBuffer<float> buffer) => new(buffer.Elements);

    /// <summary>The first rows × columns elements.</summary>
    public static MatrixView AsMatrix(this DeviceBuffer<float> buffer, int rows, int columns) => buffer.View().AsMatrix(rows, columns);

    /// <summary>The elements as operations take them.</summary>
    public static DoubleView View(this DeviceBuffer<double> buffer) => new(buffer.Elements);

    /// <summary>The first rows × columns elements.</summary>
    public static DoubleMatrixView AsMatrix(this DeviceBuffer<double> buffer, int rows, int columns) => new(buffer.View(), rows, columns);
}
