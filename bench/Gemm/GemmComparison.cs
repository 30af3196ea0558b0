using System.Runtime.InteropServices;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>A device's Gemm against OpenBLAS on the host: the same operands, the same process, run in turn, so that a busy or throttled machine hits both alike.</summary>
internal sealed unsafe class GemmComparison(Device device, int rounds)
{
    /// <summary>Measures the shapes one by one, as they are asked for.</summary>
    public IEnumerable<GemmRow> Measure(IReadOnlyList<GemmShape> shapes) => shapes.Select(Measure);

    private GemmRow Measure(GemmShape shape)
    {
        long sizeA = (long)shape.M * shape.K;
        long sizeB = (long)shape.K * shape.N;
        long sizeC = (long)shape.M * shape.N;
        var hostA = (float*)NativeMemory.AlignedAlloc((nuint)((sizeA + sizeB + (2 * sizeC)) * sizeof(float)), 64);
        try
        {
            float* hostB = hostA + sizeA;
            float* peerC = hostB + sizeB;
            float* oursC = peerC + sizeC;
            var random = new Random(1);
            for (long i = 0; i < sizeA + sizeB; i++)
                hostA[i] = (random.NextSingle() * 2) - 1;
            using DeviceBuffer<float> a = device.AllocateFloats(sizeA);
            using DeviceBuffer<float> b = device.AllocateFloats(sizeB);
            using DeviceBuffer<float> c = device.AllocateFloats(sizeC);
            a.Elements.CopyFromCPU(ref *hostA, sizeA);
            b.Elements.CopyFromCPU(ref *hostB, sizeB);
            var gemm = new Gemm<NoEpilogue>(device.Target);

            void Ours() => gemm.Run(shape.Layout, 1f, a.AsMatrix(shape.RowsA, shape.ColumnsA), b.AsMatrix(shape.RowsB, shape.ColumnsB), 0f, c.AsMatrix(shape.M, shape.N), default);

            Action? peer = OpenBlas.IsInstalled ? () => OpenBlas.Multiply(shape, hostA, hostB, peerC) : null;
            Ours();
            device.Synchronize();
            c.Elements.CopyToCPU(ref *oursC, sizeC);
            peer?.Invoke();
            if (peer is not null)
                RequireAgreement(shape, oursC, peerC);
            (double ours, double peers) = Turns.Measure(rounds, Ours, peer, finish: device.Synchronize);
            return new GemmRow(shape, shape.Operations / ours, peer is null ? null : shape.Operations / peers);
        }
        finally
        {
            NativeMemory.AlignedFree(hostA);
        }
    }

    private static void RequireAgreement(GemmShape shape, float* ours, float* peer)
    {
        // Operands in [−1, 1): a sum of k terms grows like √k and its error like k·2⁻²⁴; 4 covers the worst of millions of elements.
        double tolerance = 4 * shape.K * Math.Pow(2, -24);
        for (long i = 0; i < (long)shape.M * shape.N; i++)
        {
            double difference = Math.Abs((double)ours[i] - peer[i]);
            if (!(difference <= tolerance))
                throw new InvalidOperationException($"{shape}: element ({i / shape.N}, {i % shape.N}) is {ours[i]:R} here but {peer[i]:R} in OpenBLAS; they may differ by {tolerance:G3}.");
        }
    }
}
