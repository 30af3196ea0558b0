using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class StratifiedSplitTests
{
    // Feature = row number.
    private static LabeledData Rows(int classes, params int[] classIndices) => LabeledData.ForClassification(
        [.. Enumerable.Range(0, classIndices.Length).Select(i => (float)i)], ["row"], "y", [.. Enumerable.Range(0, classes).Select(c => $"c{c}")], classIndices);

    // counts[c] rows of class c, interleaved.
    private static LabeledData Counts(params int[] counts) => Rows(
        counts.Length, [.. counts.SelectMany((count, c) => Enumerable.Range(0, count).Select(i => (Key: (i + 0.5) / count, Class: c))).OrderBy(row => row.Key).Select(row => row.Class)]);

    private static int[] ClassCounts(LabeledData data) => [.. Enumerable.Range(0, data.Classes!.Count).Select(c => data.ClassIndices!.Count(index => index == c))];

    [Fact]
    public void SplitStratified_Iris_HoldsOutTheSameOfEachClass() =>
        Assert.Equal([10, 10, 10], ClassCounts(BuiltInData.Load("iris").SplitStratified(0.2, 1).Held));

    [Theory]
    // Shares 5 · 60/100 = 3, 5 · 30/100 = 1.5, 5 · 10/100 = 0.5: 3 + 1 + 0, and one more for the first of the equal remainders.
    [InlineData(new[] { 60, 30, 10 }, 0.05, new[] { 3, 2, 0 })]
    // 0.25 · 14 = 3.5 → 4 rows: 4 · 10/14 = 2.86, 4 · 3/14 = 0.86, 4 · 1/14 = 0.29: 2 + 0 + 0, then the two largest remainders.
    [InlineData(new[] { 10, 3, 1 }, 0.25, new[] { 3, 1, 0 })]
    // 9 of 10 rows are asked for, but a row of each class remains.
    [InlineData(new[] { 6, 3, 1 }, 0.9, new[] { 5, 2, 0 })]
    // 8 of 10: 7.2 and 0.8 → 7 + 0; the class of one row cannot give it, so the other does.
    [InlineData(new[] { 9, 1 }, 0.8, new[] { 8, 0 })]
    [InlineData(new[] { 4, 0, 4 }, 0.5, new[] { 2, 0, 2 })]
    [InlineData(new[] { 2 }, 0.01, new[] { 1 })]
    public void SplitStratified_Counts_GiveLargestRemainders(int[] counts, double fraction, int[] held) =>
        Assert.Equal(held, ClassCounts(Counts(counts).SplitStratified(fraction, 3).Held));

    [Fact]
    public void SplitStratified_AnyTable_DealsEachRowOnceInOrderAndInShares() =>
        Gen.Select(Gen.Int[0, 4].Array[2, 80], Gen.Double[0.01, 0.99], Gen.ULong).Sample((indices, fraction, seed) =>
        {
            LabeledData data = Rows(5, indices);
            int[] counts = ClassCounts(data);
            int most = counts.Sum(count => Math.Max(count - 1, 0));
            if (most == 0)
                return;
            (LabeledData remaining, LabeledData held) = data.SplitStratified(fraction, seed);
            Assert.Equal(remaining.Features.Order(), remaining.Features);
            Assert.Equal(held.Features.Order(), held.Features);
            Assert.Equal(data.Features, remaining.Features.Concat(held.Features).Order());
            Assert.Equal(Math.Min(data.Split(fraction, seed).Held.Count, most), held.Count);
            int[] heldCounts = ClassCounts(held);
            for (int c = 0; c < counts.Length; c++)
            {
                Assert.True(counts[c] == 0 || heldCounts[c] < counts[c], $"nothing remains of class {c}");
                Assert.True(heldCounts[c] >= Math.Min((long)held.Count * counts[c] / indices.Length, counts[c] - 1), $"class {c} is short");
            }
        }, iter: 200);

    [Fact]
    public void SplitStratified_Seed_DecidesTheRows()
    {
        LabeledData data = Counts(50, 50);

        Assert.Equal(data.SplitStratified(0.3, 7).Held.Features, data.SplitStratified(0.3, 7).Held.Features);
        Assert.NotEqual(data.SplitStratified(0.3, 7).Held.Features, data.SplitStratified(0.3, 8).Held.Features);
    }

    [Fact]
    public void SplitStratified_ManySeeds_HoldOutEveryRowOfAClassAboutAsOften()
    {
        LabeledData data = Rows(2, 0, 1, 0, 0, 1, 0);
        var times = new int[6];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            foreach (float row in data.SplitStratified(0.5, seed).Held.Features)
                times[(int)row]++;
        }

        // Half of each class is held out: 1500 expected of each, standard deviation 27: six deviations either way.
        Assert.All(times, count => Assert.InRange(count, 1336, 1664));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void SplitStratified_FractionOutsideTheOpenInterval_IsRefused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Counts(4, 4).SplitStratified(fraction, 1));

    [Fact]
    public void SplitStratified_WhatCannotBeSplit_SaysWhy()
    {
        LabeledData numbers = LabeledData.ForRegression([1, 2], ["a"], "price", [1, 2]);

        Assert.Contains("use Split", Assert.Throws<InvalidOperationException>(() => numbers.SplitStratified(0.5, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("single row", Assert.Throws<InvalidOperationException>(() => Counts(1, 1, 1).SplitStratified(0.5, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2 rows", Assert.Throws<InvalidOperationException>(() => Counts(1).SplitStratified(0.5, 1)).Message, StringComparison.Ordinal);
    }
}
