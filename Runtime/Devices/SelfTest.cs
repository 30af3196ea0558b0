using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Runs the contract's operations on a device and compares the hash of their results with the one that the contract's version asks for.</summary>
/// <remarks>A device that passed is remembered in the user's local application data, per device, driver (of the CPU: the SIMD width), the processor's instruction sets, .NET, ILGPU, library and expected hash.</remarks>
internal static class SelfTest
{
    /// <summary>SHA-256 of the results under contract version 1.</summary>
    public const string Expected = "a0a2794ffe49ced07526da8ea58132d52ed165d06d9af9309f7213b4edd73774";

    private const int Inputs = 1 << 14;
    private const int GemmSize = 37;
    private const int GemmDepth = 600; // three chunks, the last one short

    /// <summary>Where passes are remembered; null when the user has no place for such data.</summary>
    public static string? Folder
    {
        get
        {
            string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.IsPathRooted(local) ? Path.Combine(local, "neuralgpu", "self-test") : null;
        }
    }

    /// <summary>Lets a device pass or refuses it.</summary>
    /// <exception cref="DeviceUnavailableException">The device gives other bits.</exception>
    public static void Require(Device device) => Require(device, Folder);

    /// <summary>Lets a device pass or refuses it; who passed is remembered in a folder, or not at all.</summary>
    /// <exception cref="DeviceUnavailableException">The device gives other bits.</exception>
    public static void Require(Device device, string? folder)
    {
        string? marker = folder is null ? null : Path.Combine(folder, MarkerName(device.Info));
        if (File.Exists(marker))
            return;
        string hash = Run(device);
        if (hash != Expected)
            throw new DeviceUnavailableException($"{DeviceName.Format(device.Info.Kind, device.Info.Index)} ({device.Info.Name}, {device.Info.Driver}) fails the self-test of the exactness contract: its arithmetic gives {hash[..16]}… where {Expected[..16]}… is right, so its results would differ from other devices'.");
        if (marker is not null)
            Remember(marker);
    }

    /// <summary>The hash of a device's results; every NaN counts as the same NaN.</summary>
    public static string Run(Device device)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using DeviceBuffer<float> first = device.AllocateFloats(Inputs);
        using DeviceBuffer<float> second = device.AllocateFloats(Inputs);
        using DeviceBuffer<float> results = device.AllocateFloats(Inputs * SelfTestFunctions.Count);
        first.Upload(BitPatterns(purpose: 1));
        second.Upload(BitPatterns(purpose: 2));
        new Elementwise<SelfTestFunctions>(device.Target).Run(
            new SelfTestFunctions(first.View(), second.View(), results.View()), Inputs);
        Append(hash, device, results, Inputs * SelfTestFunctions.Count);

        using DeviceBuffer<float> a = device.AllocateFloats(GemmSize * GemmDepth);
        using DeviceBuffer<float> b = device.AllocateFloats(GemmDepth * GemmSize);
        using DeviceBuffer<float> bias = device.AllocateFloats(GemmSize);
        using DeviceBuffer<float> c = device.AllocateFloats(GemmSize * GemmSize);
        a.Upload(UniformNumbers(3, GemmSize * GemmDepth));
        b.Upload(UniformNumbers(4, GemmDepth * GemmSize));
        bias.Upload(UniformNumbers(5, GemmSize));
        new Gemm<BiasActivation<Kernels.Tanh>>(device.Target).Run(
            GemmLayout.NN,
            1f,
            a.AsMatrix(GemmSize, GemmDepth),
            b.AsMatrix(GemmDepth, GemmSize),
            0f,
            c.AsMatrix(GemmSize, GemmSize),
            new BiasActivation<Kernels.Tanh>(bias.View()));
        Append(hash, device, c, GemmSize * GemmSize);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static float[] BitPatterns(uint purpose)
    {
        var values = new float[Inputs];
        var numbers = new PhiloxSequence(seed: 1, purpose, step: 0, 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle(numbers.Next());
        return values;
    }

    private static float[] UniformNumbers(uint purpose, int count)
    {
        var values = new float[count];
        var numbers = new PhiloxSequence(seed: 1, purpose, step: 0, 0);
        for (int i = 0; i < count; i++)
            values[i] = UniformDraw.MinusOneToOne(numbers.Next());
        return values;
    }

    private static void Append(IncrementalHash hash, Device device, DeviceBuffer<float> buffer, int count)
    {
        device.Synchronize();
        var values = new float[count];
        buffer.Download(values);
        for (int i = 0; i < count; i++)
        {
            if (float.IsNaN(values[i]))
                values[i] = float.NaN;
        }
        hash.AppendData(MemoryMarshal.AsBytes<float>(values));
    }

    private static string MarkerName(DeviceInfo info)
    {
        string key = $"{info.Kind}|{info.Name}|{info.Driver}|{Expected}|{RuntimeInformation.FrameworkDescription}|{RuntimeInformation.ProcessArchitecture}|{HostSimd.InstructionSets}|{typeof(Context).Assembly.GetName().Version}|{typeof(Ieee).Assembly.ManifestModule.ModuleVersionId}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
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
