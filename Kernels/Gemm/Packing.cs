using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>Copies a block of a matrix into the order in which a micro-kernel reads it: panels of a fixed width, each stored term by term.</summary>
internal static unsafe class Packing
{
    // Terms that are copied to one panel, then to the next; as many more are asked for meanwhile, because rows are too far apart for the processor to guess the next.
    private const int TermsTogether = 16;

    // Numbers of a row that go to several panels in one turn: rows are often a page or more apart.
    private const int NumbersTogether = 128;

    /// <summary>Packs some terms of some columns of op(B).</summary>
    public static void B(in GemmProblem problem, float* b, int term, int terms, int column, int columns, int width, float* destination)
    {
        float* source = b + ((long)term * problem.RowStrideB) + ((long)column * problem.ColumnStrideB);
        if (problem.IsTransposedB)
            Transposed(source, problem.ColumnStrideB, columns, terms, width, destination);
        else
            Contiguous(source, problem.RowStrideB, columns, terms, width, destination);
    }

    /// <summary>Packs a block whose outer dimension is contiguous: element (outer, term) is at source[term · stride + outer].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Contiguous(float* source, long stride, int outerCount, int depth, int width, float* destination)
    {
        int together = Math.Max(1, NumbersTogether / width) * width;
        for (int first = 0; first < outerCount; first += together)
        {
            int end = Math.Min(outerCount, first + together);
            int whole = end - ((end - first) % width);
            float* group = destination + ((long)first * depth);
            if (whole < end)
                new Span<float>(destination + ((long)whole * depth), depth * width).Clear();
            float* from = source + first;
            for (int term = 0; term < depth; term += TermsTogether)
            {
                int terms = Math.Min(TermsTogether, depth - term);
                for (int row = 0; Sse.IsSupported && row < TermsTogether; row++)
                {
                    float* ahead = from + ((TermsTogether + row) * stride);
                    for (int line = 0; line < end - first; line += 16)
                        Sse.Prefetch0(ahead + line);
                }
                float* to = group;
                for (int outer = first; outer < end; outer += width)
                {
                    CopyTerms(from + (outer - first), stride, to, width, Math.Min(width, end - outer), terms);
                    to += (long)depth * width;
                }
                from += TermsTogether * stride;
                group += TermsTogether * width;
            }
        }
    }

    /// <summary>Packs a block whose k dimension is contiguous: element (outer, term) is at source[outer · stride + term].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transposed(float* source, long stride, int outerCount, int depth, int width, float* destination)
    {
        for (int first = 0; first < outerCount; first += width)
        {
            int count = Math.Min(width, outerCount - first);
            float* from = source + (first * stride);
            if (count < width)
                new Span<float>(destination, depth * width).Clear();
            int row = 0;
            if (Avx.IsSupported)
            {
                for (; row + 8 <= count; row += 8)
                    TransposeRows<EightRows>(from + (row * stride), stride, depth, width, destination + row);
                if (row + 6 == count && row + 6 == width && row == 0)
                {
                    TransposeRows<SixRows>(from, stride, depth, width, destination);
                    row += 6;
                }
                if (row + 4 <= count)
                {
                    TransposeRows<FourRows>(from + (row * stride), stride, depth, width, destination + row);
                    row += 4;
                }
            }
            for (; row < count; row++)
            {
                for (int term = 0; term < depth; term++)
                    destination[(term * width) + row] = from[(row * stride) + term];
            }
            destination += depth * width;
        }
    }

    /// <summary>Packs a row of ones below so many packed rows.</summary>
    public static void Ones(int row, int depth, int width, float* destination)
    {
        int place = row % width;
        float* panel = destination + ((long)(row - place) * depth);
        if (place == 0)
            new Span<float>(panel, depth * width).Clear();
        for (int term = 0; term < depth; term++)
            panel[(term * width) + place] = 1f;
    }

    // The widths of the register tiles have loops without branches.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTerms(float* from, long stride, float* to, int width, int count, int terms)
    {
        if (count == 12 && width == 12)
        {
            for (; terms > 0; terms--, from += stride, to += 12)
            {
                Vector256.Store(Vector256.Load(from), to);
                Vector128.Store(Vector128.Load(from + 8), to + 8);
            }
        }
        else if (count == 32 && width == 32)
        {
            for (; terms > 0; terms--, from += stride, to += 32)
            {
                Vector256.Store(Vector256.Load(from), to);
                Vector256.Store(Vector256.Load(from + 8), to + 8);
                Vector256.Store(Vector256.Load(from + 16), to + 16);
                Vector256.Store(Vector256.Load(from + 24), to + 24);
            }
        }
        else
        {
            for (; terms > 0; terms--, from += stride, to += width)
                CopyTerm(from, to, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTerm(float* from, float* to, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.Store(Vector256.Load(from + i), to + i);
        if (i + 4 <= count)
        {
            Vector128.Store(Vector128.Load(from + i), to + i);
            i += 4;
        }
        for (; i < count; i++)
            to[i] = from[i];
    }

    // Rows of a transposition in hand.
    private interface IRowGroup
    {
        static abstract int Rows { get; }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct EightRows : IRowGroup
    {
        public static int Rows => 8;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct SixRows : IRowGroup
    {
        public static int Rows => 6;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct FourRows : IRowGroup
    {
        public static int Rows => 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TransposeRows<TGroup>(float* from, long stride, int depth, int width, float* to)
        where TGroup : struct, IRowGroup
    {
        int term = 0;
        if (TGroup.Rows == 8 && Avx512F.IsSupported && HostSimd.Bits == 512)
        {
            term = depth - (depth % 16);
            TransposeLines(from, stride, term, width, to);
        }
        Vector256<float> zero = Vector256<float>.Zero;
        float* ahead = from + (TGroup.Rows * stride);
        for (; term + 8 <= depth; term += 8)
        {
            float* p = from + term;
            if (Sse.IsSupported)
            {
                // The rows that follow, four each time: a line of 64 bytes is two turns.
                float* line = ahead + ((term & 8) / 2 * stride) + (term & ~15);
                Sse.Prefetch0(line);
                Sse.Prefetch0(line + stride);
                Sse.Prefetch0(line + (2 * stride));
                Sse.Prefetch0(line + (3 * stride));
            }
            Vector256<float> r0 = Vector256.Load(p), r1 = Vector256.Load(p + stride), r2 = Vector256.Load(p + (2 * stride)), r3 = Vector256.Load(p + (3 * stride));
            Vector256<float> r4 = zero, r5 = zero, r6 = zero, r7 = zero;
            if (TGroup.Rows >= 6)
            {
                r4 = Vector256.Load(p + (4 * stride));
                r5 = Vector256.Load(p + (5 * stride));
            }
            if (TGroup.Rows == 8)
            {
                r6 = Vector256.Load(p + (6 * stride));
                r7 = Vector256.Load(p + (7 * stride));
            }
            Vector256<float> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1), t2 = Avx.UnpackLow(r2, r3), t3 = Avx.UnpackHigh(r2, r3);
            Vector256<float> t4 = Avx.UnpackLow(r4, r5), t5 = Avx.UnpackHigh(r4, r5), t6 = Avx.UnpackLow(r6, r7), t7 = Avx.UnpackHigh(r6, r7);
            Vector256<float> s0 = Avx.Shuffle(t0, t2, 0x44), s1 = Avx.Shuffle(t0, t2, 0xEE), s2 = Avx.Shuffle(t1, t3, 0x44), s3 = Avx.Shuffle(t1, t3, 0xEE);
            Vector256<float> s4 = Avx.Shuffle(t4, t6, 0x44), s5 = Avx.Shuffle(t4, t6, 0xEE), s6 = Avx.Shuffle(t5, t7, 0x44), s7 = Avx.Shuffle(t5, t7, 0xEE);
            float* d = to + (term * width);
            StoreTerm<TGroup>(d, Avx.Permute2x128(s0, s4, 0x20));
            StoreTerm<TGroup>(d + width, Avx.Permute2x128(s1, s5, 0x20));
            StoreTerm<TGroup>(d + (2 * width), Avx.Permute2x128(s2, s6, 0x20));
            StoreTerm<TGroup>(d + (3 * width), Avx.Permute2x128(s3, s7, 0x20));
            StoreTerm<TGroup>(d + (4 * width), Avx.Permute2x128(s0, s4, 0x31));
            StoreTerm<TGroup>(d + (5 * width), Avx.Permute2x128(s1, s5, 0x31));
            StoreTerm<TGroup>(d + (6 * width), Avx.Permute2x128(s2, s6, 0x31));
            StoreTerm<TGroup>(d + (7 * width), Avx.Permute2x128(s3, s7, 0x31));
        }
        for (; term < depth; term++)
        {
            for (int row = 0; row < TGroup.Rows; row++)
                to[(term * width) + row] = from[(row * stride) + term];
        }
    }

    // Eight rows, 16 terms at a time: whole lines, and half of the instructions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TransposeLines(float* from, long stride, int depth, int width, float* to)
    {
        Vector512<long> lowLanes = Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11);
        Vector512<long> highLanes = Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15);
        float* ahead = from + (8 * stride);
        for (int term = 0; term < depth; term += 16)
        {
            Sse.Prefetch0(ahead);
            Sse.Prefetch0(ahead + stride);
            Sse.Prefetch0(ahead + (2 * stride));
            Sse.Prefetch0(ahead + (3 * stride));
            Sse.Prefetch0(ahead + (4 * stride));
            Sse.Prefetch0(ahead + (5 * stride));
            Sse.Prefetch0(ahead + (6 * stride));
            Sse.Prefetch0(ahead + (7 * stride));
            Vector512<float> r0 = Vector512.Load(from), r1 = Vector512.Load(from + stride), r2 = Vector512.Load(from + (2 * stride)), r3 = Vector512.Load(from + (3 * stride));
            Vector512<float> r4 = Vector512.Load(from + (4 * stride)), r5 = Vector512.Load(from + (5 * stride)), r6 = Vector512.Load(from + (6 * stride)), r7 = Vector512.Load(from + (7 * stride));
            Vector512<float> t0 = Avx512F.UnpackLow(r0, r1), t1 = Avx512F.UnpackHigh(r0, r1), t2 = Avx512F.UnpackLow(r2, r3), t3 = Avx512F.UnpackHigh(r2, r3);
            Vector512<float> t4 = Avx512F.UnpackLow(r4, r5), t5 = Avx512F.UnpackHigh(r4, r5), t6 = Avx512F.UnpackLow(r6, r7), t7 = Avx512F.UnpackHigh(r6, r7);
            StoreFourTerms(to, width, Avx512F.Shuffle(t0, t2, 0x44), Avx512F.Shuffle(t4, t6, 0x44), lowLanes, highLanes);
            StoreFourTerms(to + width, width, Avx512F.Shuffle(t0, t2, 0xEE), Avx512F.Shuffle(t4, t6, 0xEE), lowLanes, highLanes);
            StoreFourTerms(to + (2 * width), width, Avx512F.Shuffle(t1, t3, 0x44), Avx512F.Shuffle(t5, t7, 0x44), lowLanes, highLanes);
            StoreFourTerms(to + (3 * width), width, Avx512F.Shuffle(t1, t3, 0xEE), Avx512F.Shuffle(t5, t7, 0xEE), lowLanes, highLanes);
            from += 16;
            ahead += 16;
            to += 16 * width;
        }
    }

    /// <summary>Sixteen terms of four columns of <i>Bᵀ</i>, the terms of each being neighbours, to their place in a panel; asks for the sixteen after them.</summary>
    /// <param name="from">The first column's terms.</param>
    /// <param name="stride">From one column to the next.</param>
    /// <param name="width">Numbers of a term in the panel.</param>
    /// <param name="to">The first term's place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeFourLines(float* from, long stride, int width, float* to)
    {
        float* second = from + stride;
        float* third = second + stride;
        float* fourth = third + stride;
        Sse.Prefetch0(from + 16);
        Sse.Prefetch0(second + 16);
        Sse.Prefetch0(third + 16);
        Sse.Prefetch0(fourth + 16);
        Vector512<float> r0 = Vector512.Load(from), r1 = Vector512.Load(second), r2 = Vector512.Load(third), r3 = Vector512.Load(fourth);
        Vector512<float> t0 = Avx512F.UnpackLow(r0, r1), t1 = Avx512F.UnpackHigh(r0, r1), t2 = Avx512F.UnpackLow(r2, r3), t3 = Avx512F.UnpackHigh(r2, r3);
        StoreLanes(to, width, Avx512F.Shuffle(t0, t2, 0x44));
        StoreLanes(to + width, width, Avx512F.Shuffle(t0, t2, 0xEE));
        StoreLanes(to + (2 * width), width, Avx512F.Shuffle(t1, t3, 0x44));
        StoreLanes(to + (3 * width), width, Avx512F.Shuffle(t1, t3, 0xEE));
    }

    // Every fourth of 16 terms, four columns of each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLanes(float* to, int width, Vector512<float> terms)
    {
        Avx512F.ExtractVector128(terms, 0).Store(to);
        Avx512F.ExtractVector128(terms, 1).Store(to + (4 * width));
        Avx512F.ExtractVector128(terms, 2).Store(to + (8 * width));
        Avx512F.ExtractVector128(terms, 3).Store(to + (12 * width));
    }

    // Every fourth of 16 terms: the first vector has four rows of each, the second the four rows after them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFourTerms(float* to, int width, Vector512<float> first, Vector512<float> second, Vector512<long> lowLanes, Vector512<long> highLanes)
    {
        Vector512<float> low = Avx512F.PermuteVar8x64x2(first.AsInt64(), lowLanes, second.AsInt64()).AsSingle();
        Vector512<float> high = Avx512F.PermuteVar8x64x2(first.AsInt64(), highLanes, second.AsInt64()).AsSingle();
        low.GetLower().Store(to);
        low.GetUpper().Store(to + (4 * width));
        high.GetLower().Store(to + (8 * width));
        high.GetUpper().Store(to + (12 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTerm<TGroup>(float* to, Vector256<float> value)
        where TGroup : struct, IRowGroup
    {
        if (TGroup.Rows == 8)
        {
            value.Store(to);
            return;
        }
        value.GetLower().Store(to);
        if (TGroup.Rows == 6)
            *(double*)(to + 4) = value.AsDouble().GetElement(2);
    }
}
