using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Lays C# arguments out as ILGPU's PTX takes them: a struct's fields in their order, each aligned to its size; a view as the address of its first element and its length; an empty struct as one byte.</summary>
internal static class KernelArguments
{
    /// <summary>The bytes of all parameters.</summary>
    /// <exception cref="PtxFault">An argument's size is not what the kernel declares.</exception>
    public static byte[] Lay(PtxProgram program, object[] arguments, PtxCaseMemory memory)
    {
        if (arguments.Length != program.Parameters.Count)
            throw new PtxFault($"There are {arguments.Length} arguments, but the kernel takes {program.Parameters.Count}.");
        var bytes = new byte[program.ParameterBytes];
        for (int i = 0; i < arguments.Length; i++)
        {
            PtxVariable parameter = program.Parameters[i];
            var layout = new List<byte>();
            int alignment = Append(arguments[i], layout, memory);
            Align(layout, alignment);
            if (layout.Count != parameter.Bytes)
                throw new PtxFault($"Argument {i}, a {arguments[i].GetType().Name}, is {layout.Count} bytes, but {parameter.Name} has {parameter.Bytes}.");
            layout.CopyTo(bytes, parameter.Offset);
        }
        return bytes;
    }

    // Returns the alignment.
    private static int Append(object value, List<byte> layout, PtxCaseMemory memory)
    {
        switch (value)
        {
            case FloatView view:
                // The host's address is 0 for memory of another device.
                Append(view.View, layout, memory);
                return AppendNumber(0L, layout);
            case DoubleView view:
                Append(view.View, layout, memory);
                return AppendNumber(0L, layout);
            case ArrayView<float> view:
                return AppendView(view, layout, memory);
            case ArrayView<double> view:
                return AppendView(view, layout, memory);
            case ArrayView<int> view:
                return AppendView(view, layout, memory);
            case Enum:
                return AppendNumber(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture), layout);
            case byte number:
                return AppendNumber(number, layout);
            case int number:
                return AppendNumber(number, layout);
            case uint number:
                return AppendNumber(number, layout);
            case long number:
                return AppendNumber(number, layout);
            case ulong number:
                return AppendNumber(number, layout);
            case float number:
                return AppendNumber(number, layout);
            case double number:
                return AppendNumber(number, layout);
            default:
                return AppendStruct(value, layout, memory);
        }
    }

    private static int AppendStruct(object value, List<byte> layout, PtxCaseMemory memory)
    {
        FieldInfo[] fields = [.. value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken)];
        if (!value.GetType().IsValueType || value.GetType().IsPrimitive)
            throw new PtxFault($"How ILGPU lays out a {value.GetType()} is not known here.");
        if (fields.Length == 0)
            return AppendNumber((byte)0, layout);
        // Laid out from its own start, so that its alignment is known before it is placed.
        var own = new List<byte>();
        int alignment = fields.Max(field => Append(field.GetValue(value)!, own, memory));
        Align(own, alignment);
        Align(layout, alignment);
        layout.AddRange(own);
        return alignment;
    }

    // A view of nothing is a null pointer.
    private static int AppendView<T>(ArrayView<T> view, List<byte> layout, PtxCaseMemory memory)
        where T : unmanaged
    {
        AppendNumber(view.IsValid ? memory.AddressInMachine(view.LoadEffectiveAddressAsPtr()) : 0L, layout);
        return AppendNumber(view.Length, layout);
    }

    private static int AppendNumber<T>(T number, List<byte> layout)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in number));
        Align(layout, bytes.Length);
        layout.AddRange(bytes);
        return bytes.Length;
    }

    private static void Align(List<byte> layout, int alignment)
    {
        while (layout.Count % alignment != 0)
            layout.Add(0);
    }
}
