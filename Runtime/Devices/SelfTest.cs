using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Runs the contract's operations on a device and compares the hash of their results with the one that the contract's version asks for.</summary>
/// <remarks>A device that passed is remembered per device, driver and expected hash, in the user's local application data.</remarks>
internal static class SelfTest
{
    /// <summary>SHA-256 of the results under contract version 1.</summary>
    public const string Expected = "unset";

    private const int Inputs = 1 << 14;
    private const int GemmSize = 37;
    private const int GemmDepth = 600; // three chunks, the last one short

    /// <summary>Lets a device pass or refuses it.</summary>
    /// <exception cref="DeviceUnavailableException">The device gives other bits.</exception>
    public static void Require(Device device)
    {
        // The simulator runs the host's scalar code, some thousands of times slower than the host.
        if (device.Info.Kind == DeviceKind.Simulator)
            return;
        string marker = MarkerPath(device.Info);
        if (device.Info.Kind != DeviceKind.Cpu && File.Exists(marker))
            return;
        string hash = Run(device);
        if (hash != Expected)
            throw new DeviceUnavailableException($"{DeviceName.Format(device.Info.Kind, device.Info.Index)} ({device.Info.Name}, {device.Info.Driver}) fails the self-test of the exactness contract: its arithmetic gives {hash[..16]}… where {Expected[..16]}… is right, so its results would differ from other devices'.");
        if (device.Info.Kind != DeviceKind.Cpu)
            Remember(marker);
    }

    /// <summary>The hash of a device's results; every NaN counts as the same NaN.</summary>
    public static string Run(Device device)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using MemoryBuffer1D<float, Stride1D.Dense> first = device.AllocateFloats(Inputs);
        using MemoryBuffer1D<float, Stride1D.Dense> second = device.AllocateFloats(Inputs);
        using MemoryBuffer1D<float, Stride1D.Dense> results = device.AllocateFloats(Inputs * SelfTestFunctions.Count);
        first.CopyFromCPU(BitPatterns(purpose: 1));
        second.CopyFromCPU(BitPatterns(purpose: 2));
        new Elementwise<SelfTestFunctions>(device.Target).Run(
            new SelfTestFunctions(new FloatView(first.View.BaseView), new FloatView(second.View.BaseView), new FloatView(results.View.BaseView)), Inputs);
        Append(hash, device, results, Inputs * SelfTestFunctions.Count);

        using MemoryBuffer1D<float, Stride1D.Dense> a = device.AllocateFloats(GemmSize * GemmDepth);
        using MemoryBuffer1D<float, Stride1D.Dense> b = device.AllocateFloats(GemmDepth * GemmSize);
        using MemoryBuffer1D<float, Stride1D.Dense> bias = device.AllocateFloats(GemmSize);
        using MemoryBuffer1D<float, Stride1D.Dense> c = device.AllocateFloats(GemmSize * GemmSize);
        a.CopyFromCPU(UniformNumbers(3, GemmSize * GemmDepth));
        b.CopyFromCPU(UniformNumbers(4, GemmDepth * GemmSize));
        bias.CopyFromCPU(UniformNumbers(5, GemmSize));
        new Gemm<BiasActivation<Kernels.Tanh>>(device.Target).Run(
            GemmLayout.NN,
            1f,
            new FloatView(a.View.BaseView).AsMatrix(GemmSize, GemmDepth),
            new FloatView(b.View.BaseView).AsMatrix(GemmDepth, GemmSize),
            0f,
            new FloatView(c.View.BaseView).AsMatrix(GemmSize, GemmSize),
            new BiasActivation<Kernels.Tanh>(new FloatView(bias.View.BaseView)));
        Append(hash, device, c, GemmSize * GemmSize);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static float[] BitPatterns(uint purpose)
    {
        var values = new float[Inputs];
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle(Philox4x32.Draw(seed: 1, purpose, step: 0, (ulong)i));
        return values;
    }

    private static float[] UniformNumbers(uint purpose, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = UniformDraw.MinusOneToOne(Philox4x32.Draw(seed: 1, purpose, step: 0, (ulong)i));
        return values;
    }

    private static void Append(IncrementalHash hash, Device device, MemoryBuffer1D<float, Stride1D.Dense> buffer, int count)
    {
        device.Synchronize();
        var values = new float[count];
        buffer.CopyToCPU(values);
        for (int i = 0; i < count; i++)
        {
            if (float.IsNaN(values[i]))
                values[i] = float.NaN;
        }
        hash.AppendData(MemoryMarshal.AsBytes<float>(values));
    }

    private static string MarkerPath(DeviceInfo info)
    {
        string key = $"{info.Kind}|{info.Name}|{info.Driver}|{Expected}|{typeof(Context).Assembly.GetName().Version}|{typeof(Ieee).Assembly.ManifestModule.ModuleVersionId}";
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "neuralgpu", "self-test", name);
    }

    private static void Remember(string marker)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(marker)!);
            File.WriteAllText(marker, "passed");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A user without a writable home tests again next time; nothing else is lost.
        }
    }
}
