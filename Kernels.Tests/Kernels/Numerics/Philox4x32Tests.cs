using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Known answers of Random123's kat_vectors for philox4x32-10, and what draws are made of.</summary>
public sealed class Philox4x32Tests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData(0x243F6A88u, 0x85A308D3u, 0x13198A2Eu, 0x03707344u, 0xA4093822u, 0x299F31D0u, "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Block_OfTheKnownCounters_IsTheKnownAnswer(uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1, string expected)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(counter0, counter1, counter2, counter3, key0, key1);
        Assert.Equal(expected, $"{x0:x8} {x1:x8} {x2:x8} {x3:x8}");
    }

    [Fact]
    public void Draw_OfFourNeighbours_IsTheLanesOfOneBlock()
    {
        const ulong Seed = 0x1122334455667788;
        const ulong Block = 0x0000000500000009;
        (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(9, 5, 3, 7, 0x55667788, 0x11223344);
        Assert.Equal([x0, x1, x2, x3], Enumerable.Range(0, 4).Select(lane => Philox4x32.Draw(Seed, purpose: 7, step: 3, (Block * 4) + (ulong)lane)));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    [InlineData((1ul << 34) - 3)]
    public void Sequence_FromAnyIndex_IsTheDrawsOneAfterTheOther(ulong index)
    {
        const ulong Seed = 0x1122334455667788;
        var numbers = new PhiloxSequence(Seed, purpose: 7, step: 3, index);
        for (ulong i = 0; i < 11; i++)
            Assert.Equal(Philox4x32.Draw(Seed, purpose: 7, step: 3, index + i), numbers.Next());
    }

    [Fact]
    public void Draw_WithOneNameChanged_IsAnotherNumber()
    {
        uint[] draws = [Draw(1, 2, 3, 4), Draw(2, 2, 3, 4), Draw(1UL << 32 | 1, 2, 3, 4), Draw(1, 3, 3, 4), Draw(1, 2, 4, 4), Draw(1, 2, 3, 5), Draw(1, 2, 3, 8), Draw(1, 2, 3, 4 + (1UL << 34))];
        Assert.Equal(draws.Length, draws.Distinct().Count());

        static uint Draw(ulong seed, uint purpose, uint step, ulong index) => Philox4x32.Draw(seed, purpose, step, index);
    }
}
