using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>A function of the contract in all its host forms, with a binary64 reference.</summary>
/// <param name="Reference">The function in binary64, accurate to a few of its units.</param>
/// <param name="Last">The last bit pattern of the domain, which starts at 0.</param>
/// <param name="Forms">Name and body of each form: (x, y, results).</param>
internal sealed record ExactFunction(string Name, Func<double, double, double> Reference, uint Last, IReadOnlyList<(string Name, Action<float[], float[], float[]> Run)> Forms)
{
    private const uint AllPatterns = uint.MaxValue;
    private const uint One = 0x3F800000u;

    public static readonly ExactFunction[] All =
    [
        Of<ExpForm>("exp", (x, _) => Math.Exp(x), AllPatterns),
        Of<LogForm>("log", (x, _) => Math.Log(x), AllPatterns),
        Of<SigmoidForm>("sigmoid", (x, _) => 1 / (1 + Math.Exp(-x)), AllPatterns),
        Of<TanhForm>("tanh", (x, _) => Math.Tanh(x), AllPatterns),
        Of<LogOnePlusForm>("log(1+x) on [0, 1]", (x, _) => LogOnePlus(x), One),
        Of<ReciprocalForm>("1/x", (x, _) => 1 / x, AllPatterns),
        Of<SqrtForm>("sqrt", (x, _) => Math.Sqrt(x), AllPatterns),
        Of<DivideForm>("x/y", (x, y) => x / y, AllPatterns),
    ];

    public static TheoryData<string> Names => [.. All.Select(function => function.Name)];

    public static ExactFunction Named(string name) => All.Single(function => function.Name == name);

    public Action<float[], float[], float[]> Scalar => Forms[0].Run;

    private static ExactFunction Of<TFunction>(string name, Func<double, double, double> reference, uint last)
        where TFunction : struct, IBinaryFunction
        => new(name, reference, last,
        [
            ("scalar", Loop<TFunction, ScalarLanes, float>),
            ("Vector128", Loop<TFunction, Lanes128, Vector128<float>>),
            ("Vector256", Loop<TFunction, Lanes256, Vector256<float>>),
            ("Vector512", Loop<TFunction, Lanes512, Vector512<float>>),
            ("two Vector128", Loop<TFunction, PairLanes<Lanes128, Vector128<float>>, Pair<Vector128<float>>>),
            ("two Vector256", Loop<TFunction, PairLanes<Lanes256, Vector256<float>>, Pair<Vector256<float>>>),
            ("four Vector512", Loop<TFunction, QuadLanes<Lanes512, Vector512<float>>, Quad<Vector512<float>>>),
        ]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Loop<TFunction, TLanes, TVector>(float[] x, float[] y, float[] results)
        where TFunction : struct, IBinaryFunction
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        if (x.Length % TLanes.Count != 0)
            throw new ArgumentException("Whole registers only.", nameof(x));
        fixed (float* first = x, second = y, destination = results)
        {
            for (int i = 0; i < x.Length; i += TLanes.Count)
                TLanes.Store(destination + i, TFunction.Invoke<TLanes, TVector>(TLanes.Load(first + i), TLanes.Load(second + i)));
        }
    }

    // ln u · x/(u − 1) with u = 1 + x rounded (Kahan); the framework's LogP1 is ln(x + 1), which is wrong for tiny x.
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    private readonly struct ExpForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.Exp<TLanes, TVector>(x);
    }

    private readonly struct LogForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.Log<TLanes, TVector>(x);
    }

    private readonly struct SigmoidForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.Sigmoid<TLanes, TVector>(x);
    }

    private readonly struct TanhForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.Tanh<TLanes, TVector>(x);
    }

    private readonly struct LogOnePlusForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.LogOnePlus<TLanes, TVector>(x);
    }

    private readonly struct ReciprocalForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => ExactMath.Reciprocal<TLanes, TVector>(x);
    }

    private readonly struct SqrtForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => TLanes.Sqrt(x);
    }

    private readonly struct DivideForm : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector x, TVector y)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
            => TLanes.Divide(x, y);
    }
}
