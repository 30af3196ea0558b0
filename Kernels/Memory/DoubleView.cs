using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>A run of binary64 numbers in a device's memory; what <see cref="FloatView"/> is for binary32.</summary>
public readonly struct DoubleView
{
    /// <summary>The memory as ILGPU sees it; what kernels read and write.</summary>
    internal readonly ArrayView<double> View;

    /// <summary>The host address of element 0; 0 in another device's memory.</summary>
    internal readonly long Address;

    /// <summary>Wraps a view.</summary>
    public DoubleView(ArrayView<double> view)
    {
        View = view;
        Address = view.IsValid && view.Length > 0 && view.GetAcceleratorType() == AcceleratorType.CPU
            ? view.LoadEffectiveAddressAsPtr()
            : 0;
    }

    /// <summary>Number of elements.</summary>
    public long Length => View.Length;
}
