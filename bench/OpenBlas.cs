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
    private const int Upper = 121;
    private const int NonUnit = 131;
    private const int Left = 141;

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

    /// <summary>The upper triangle of G = XᵀX, row-major.</summary>
    public static void Gram(int rows, int columns, double* x, double* gram)
        => Dsyrk(RowMajor, Upper, Transpose, columns, rows, 1, x, columns, 0, gram, columns);

    /// <summary>A = RᵀR, row-major, in place.</summary>
    public static void Cholesky(int size, double* matrix)
    {
        // Row-major upper is column-major lower.
        byte lower = (byte)'L';
        Dpotrf(&lower, &size, matrix, &size, out int info);
        if (info != 0)
            throw new InvalidOperationException($"dpotrf: {info}.");
    }

    /// <summary>p = Xᵀy, row-major.</summary>
    public static void TransposedProduct(int rows, int columns, double* x, double* y, double* product)
        => Dgemv(RowMajor, Transpose, rows, columns, 1, x, columns, y, 1, 0, product, 1);

    /// <summary>RᵀX = B, then RX = B, row-major, in place.</summary>
    public static void Solve(int size, int targets, double* factor, double* right)
    {
        Dtrsm(RowMajor, Left, Upper, Transpose, NonUnit, size, targets, 1, factor, size, right, targets);
        Dtrsm(RowMajor, Left, Upper, NoTranspose, NonUnit, size, targets, 1, factor, size, right, targets);
    }

    /// <summary>y = Ax for a symmetric A of which the upper triangle is read, row-major.</summary>
    public static void SymmetricProduct(int size, double* matrix, double* right, double* product)
        => Dsymv(RowMajor, Upper, size, 1, matrix, size, right, 1, 0, product, 1);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetNumThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int strideA, float* b, int strideB, float beta, float* c, int strideC);

    [LibraryImport(Library, EntryPoint = "cblas_dsyrk")]
    private static partial void Dsyrk(int order, int triangle, int transpose, int n, int k, double alpha, double* a, int strideA, double beta, double* c, int strideC);

    [LibraryImport(Library, EntryPoint = "cblas_dgemv")]
    private static partial void Dgemv(int order, int transpose, int m, int n, double alpha, double* a, int strideA, double* x, int strideX, double beta, double* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_dtrsm")]
    private static partial void Dtrsm(int order, int side, int triangle, int transpose, int diagonal, int m, int n, double alpha, double* a, int strideA, double* b, int strideB);

    [LibraryImport(Library, EntryPoint = "cblas_dsymv")]
    private static partial void Dsymv(int order, int triangle, int n, double alpha, double* a, int strideA, double* x, int strideX, double beta, double* y, int strideY);

    [LibraryImport(Library, EntryPoint = "dpotrf_")]
    private static partial void Dpotrf(byte* triangle, int* n, double* a, int* strideA, out int info);
}
