using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Triangular solves with several right-hand sides against those with one.</summary>
public sealed class FactorTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 0 }, { 3, 1 }, { 4, 0 }, { 5, 4 }, { 18, 3 }, { 71, 0 }, { 71, 68 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SolveLower_SeveralAtOnce_IsThatOfEach(int size, int first)
    {
        AssertSeveral(size, first, value => new Binary64(value), 1e-13);
        AssertSeveral(size, first, value => new WideReal(new DoubleDouble(value, value * 1e-20)), 1e-27);
    }

    [Fact]
    public void SolveLower_ADependentRow_IsZeroForAll()
    {
        // The third row is the sum of the first two.
        double[] lower = [2, 1, 2, 3, 3, 6, 0, 1, 1, 5];
        var factor = new Factor<Binary64>([.. lower.Select(value => new Binary64(value))], 4, 1e-12, (_, _) => 0);
        Assert.Equal([2], factor.Dependent);
        Binary64[] several = [.. Enumerable.Range(0, 4 * 16).Select(at => new Binary64(at % 16))];
        factor.SolveLower(several, 16, 0);
        for (int b = 0; b < 16; b++)
        {
            Binary64[] one = [.. Enumerable.Repeat(new Binary64(b), 4)];
            factor.SolveLower(one, 0);
            Assert.Equal(0, one[2].Value);
            for (int i = 0; i < 4; i++)
                Assert.Equal(one[i].Value, several[(i * 16) + b].Value, 1e-14);
        }
    }

    private static void AssertSeveral<T>(int size, int first, Func<double, T> number, double tolerance)
        where T : struct, IReal<T>
    {
        const int Count = 32;
        double[] drawn = BlockSums.Draw(81, LowerTriangle.Length(size));
        for (int i = 0; i < size; i++)
            drawn[LowerTriangle.Place(i, i)] = 300 + i;
        var factor = new Factor<T>([.. drawn.Select(number)], size);
        double[] right = BlockSums.Draw(82, size * Count);
        Array.Clear(right, 0, first * Count);
        T[] several = [.. right.Select(number)];
        factor.SolveLower(several, Count, first);
        for (int b = 0; b < Count; b++)
        {
            T[] one = [.. Enumerable.Range(0, size).Select(i => number(right[(i * Count) + b]))];
            factor.SolveLower(one, first);
            for (int i = 0; i < size; i++)
            {
                DoubleDouble difference = DoubleDouble.Add(one[i].Wide, DoubleDouble.Negate(several[(i * Count) + b].Wide));
                Assert.InRange(Math.Abs(difference.High), 0, tolerance);
            }
        }
    }
}
