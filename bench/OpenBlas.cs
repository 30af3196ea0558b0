using System.Runtime.InteropServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The peer of the host Gemm: the OpenBLAS that the system has installed.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    // After its last job an OpenBLAS thread spins for 2^28 cycles (THREAD_TIMEOUT) before it sleeps; whatever is timed beside it must wait for that.
    public static readonly TimeSpan SpinTime = TimeSpan.FromMilliseconds(150);

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, typeof(OpenBlas).Assembly, DllImportSearchPath.SafeDirectories, out _);

    public static string Configuration => Marshal.PtrToStringUTF8(GetConfig()) ?? "OpenBLAS";

    public static void SetThreads(int threads) => SetNumThreads(threads);

    /// <summary>C = op(A)·op(B), row-major.</summary>
    public static void Multiply(GemmShape shape, float* a, float* b, float* c)
    {
        int strideA = shape.Layout == GemmLayout.TN ? shape.M : shape.K;
        int strideB = shape.Layout == GemmLayout.NT ? shape.K : shape.N;
        int transposeA = shape.Layout == GemmLayout.TN ? Transpose : NoTranspose;
        int transposeB = shape.Layout == GemmLayout.NT ? Transpose : NoTranspose;
        Sgemm(RowMajor, transposeA, transposeB, shape.M, shape.N, shape.K, 1f, a, strideA, b, strideB, 0f, c, shape.N);
    }

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetNumThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int strideA, float* b, int strideB, float beta, float* c, int strideC);
}
