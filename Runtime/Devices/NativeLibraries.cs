using System.Runtime.InteropServices;
using ILGPU;

namespace NeuralGpu;

/// <summary>Where ILGPU finds the vendors' libraries.</summary>
/// <remarks>ILGPU asks for libcuda.so and libOpenCL.so, which on Linux come with development packages; drivers alone install libcuda.so.1 and libOpenCL.so.1.</remarks>
internal static class NativeLibraries
{
    private static readonly Lazy<bool> Resolver = new(Install);

    /// <summary>Name of the CUDA driver's library, for messages.</summary>
    public static string CudaDriver => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Makes ILGPU find the libraries; cheap when done before.</summary>
    public static void Register() => _ = Resolver.Value;

    /// <summary>Whether the NVIDIA driver is installed.</summary>
    public static bool HasCudaDriver() => NativeLibrary.TryLoad(CudaDriver, out _);

    private static bool Install()
    {
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, (name, assembly, path) =>
        {
            string? versioned = (name, OperatingSystem.IsLinux()) switch
            {
                ("cuda", true) => "libcuda.so.1",
                ("OpenCL", true) => "libOpenCL.so.1",
                _ => null,
            };
            return versioned is not null && NativeLibrary.TryLoad(versioned, out nint handle) ? handle : 0;
        });
        return true;
    }
}
