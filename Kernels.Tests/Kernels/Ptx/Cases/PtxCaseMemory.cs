using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>A case's operands, once in the host's memory and once in the machine's.</summary>
internal sealed class PtxCaseMemory(Device host) : IDisposable
{
    private readonly List<IDisposable> buffers = [];
    private readonly List<Operand> operands = [];

    /// <summary>Global memory of the machine.</summary>
    public PtxMemory Machine { get; } = new();

    /// <summary>Places numbers.</summary>
    public FloatView Floats(params float[] values)
    {
        DeviceBuffer<float> buffer = host.AllocateFloats(values.Length);
        buffer.Upload(values);
        FloatView view = buffer.View().Slice(0, values.Length);
        Add(buffer, view.Address, values, (a, b) => float.IsNaN(a) && float.IsNaN(b));
        return view;
    }

    /// <summary>Places binary64 numbers.</summary>
    public DoubleView Doubles(params double[] values)
    {
        DeviceBuffer<double> buffer = host.AllocateDoubles(values.Length);
        buffer.Upload(values);
        var view = new DoubleView(buffer.Elements.SubView(0, values.Length));
        Add(buffer, view.Address, values, (a, b) => double.IsNaN(a) && double.IsNaN(b));
        return view;
    }

    /// <summary>Places integers.</summary>
    public ArrayView<int> Integers(params int[] values)
    {
        DeviceBuffer<int> buffer = host.AllocateInts(values.Length);
        buffer.Upload(values);
        ArrayView<int> view = buffer.Elements.SubView(0, values.Length);
        Add(buffer, view.LoadEffectiveAddressAsPtr(), values, (_, _) => false);
        return view;
    }

    /// <summary>Numbers on [−1, 1).</summary>
    public FloatView Uniform(uint purpose, int count) => Floats(DeviceMatrices.Random(purpose, count));

    /// <summary>Special values, random bit patterns and numbers on [−1, 1), in turn.</summary>
    public FloatView Wild(uint purpose, int count)
    {
        float[] values = DeviceMatrices.Random(purpose, count);
        float[] patterns = TestInputs.Random((int)purpose, count);
        for (int i = 0; i < count; i++)
        {
            if (i % 3 != 2)
                values[i] = i % 3 == 0 ? TestInputs.Special[(int)(((7 * (i / 3)) + (13 * purpose)) % TestInputs.Special.Length)] : patterns[i];
        }
        return Floats(values);
    }

    /// <summary>Binary64 numbers of several magnitudes.</summary>
    public DoubleView Doubles(int seed, int count)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = ((2 * random.NextDouble()) - 1) * Math.ScaleB(1, random.Next(-8, 8));
        return Doubles(values);
    }

    /// <summary>Binary64 numbers as small as what rounding leaves of <see cref="Doubles(int, int)"/>'s.</summary>
    public DoubleView LowParts(int seed, int count)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = ((2 * random.NextDouble()) - 1) * Math.ScaleB(1, -62);
        return Doubles(values);
    }

    /// <summary>Results that have not been written yet.</summary>
    public FloatView Unwritten(int count) => Floats([.. Enumerable.Repeat(-123.5f, count)]);

    /// <summary>Binary64 results that have not been written yet.</summary>
    public DoubleView UnwrittenDoubles(int count) => Doubles([.. Enumerable.Repeat(-123.5, count)]);

    /// <summary>Copies the operands as they are on the host now.</summary>
    public void CopyToMachine()
    {
        foreach (Operand operand in operands)
            operand.Region = Machine.Add(operand.OnHost().ToArray());
    }

    /// <summary>The machine's address of what the host has at another.</summary>
    public ulong AddressInMachine(long hostAddress)
    {
        Operand operand = operands.Single(operand => hostAddress >= operand.Address && hostAddress <= operand.Address + operand.Bytes && (hostAddress < operand.Address + operand.Bytes || operand.Bytes == 0));
        return operand.Region!.Start + (ulong)(hostAddress - operand.Address);
    }

    /// <summary>The first element that is not the same on the host and in the machine, in words; null when there is none. All NaNs are the same.</summary>
    public string? FirstDifference()
        => operands.Select((operand, i) => operand.Differs() is { } where ? $"operand {i}, {where}" : null).FirstOrDefault(text => text is not null);

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());

    private void Add<T>(IDisposable buffer, long address, T[] values, Func<T, T, bool> bothNaN)
        where T : unmanaged
    {
        buffers.Add(buffer);
        var operand = new Operand(address, values.Length * Marshal.SizeOf<T>());
        operand.Differs = () =>
        {
            ReadOnlySpan<T> expected = MemoryMarshal.Cast<byte, T>(operand.OnHost());
            ReadOnlySpan<T> actual = MemoryMarshal.Cast<byte, T>(operand.Region!.Data);
            for (int i = 0; i < expected.Length; i++)
            {
                ReadOnlySpan<byte> bitsExpected = MemoryMarshal.AsBytes(expected.Slice(i, 1));
                if (!bitsExpected.SequenceEqual(MemoryMarshal.AsBytes(actual.Slice(i, 1))) && !bothNaN(expected[i], actual[i]))
                    return $"element {i} is {actual[i]:R}, on the host {expected[i]:R}";
            }
            return null;
        };
        operands.Add(operand);
    }

    private sealed class Operand(long address, int bytes)
    {
        public long Address => address;

        public int Bytes => bytes;

        public PtxRegion? Region { get; set; }

        public Func<string?> Differs { get; set; } = () => null;

        public unsafe ReadOnlySpan<byte> OnHost() => new((void*)address, bytes);
    }
}
