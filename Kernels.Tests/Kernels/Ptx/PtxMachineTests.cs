using System.Runtime.InteropServices;

namespace NeuralGpu.Tests;

/// <summary>The machine itself, on a few lines of PTX each: results worked out by hand, and what it refuses.</summary>
public sealed class PtxMachineTests
{
    [Theory]
    [InlineData("add.s32 %r1, 2147483647, 1;", 0x80000000u)]
    [InlineData("sub.u32 %r1, 1, 2;", 0xFFFFFFFFu)]
    [InlineData("mul.lo.s32 %r1, -3, 5;", unchecked((uint)-15))]
    [InlineData("mul.hi.u32 %r1, 0x80000000, 6;", 3u)]
    [InlineData("mul.hi.s32 %r1, 0x80000000, 6;", unchecked((uint)-3))]
    [InlineData("mad.lo.s32 %r1, 3, 5, -16;", 0xFFFFFFFFu)]
    [InlineData("div.s32 %r1, -7, 2;", unchecked((uint)-3))]
    [InlineData("rem.s32 %r1, -7, 2;", 0xFFFFFFFFu)]
    [InlineData("div.u32 %r1, 0xFFFFFFFE, 2;", 0x7FFFFFFFu)]
    [InlineData("min.s32 %r1, -1, 1;", 0xFFFFFFFFu)]
    [InlineData("min.u32 %r1, 0xFFFFFFFF, 1;", 1u)]
    [InlineData("shl.b32 %r1, 1, 31;", 0x80000000u)]
    [InlineData("shl.b32 %r1, 1, 32;", 0u)]
    [InlineData("shr.s32 %r1, 0x80000000, 40;", 0xFFFFFFFFu)]
    [InlineData("shr.u32 %r1, 0x80000000, 31;", 1u)]
    [InlineData("not.b32 %r1, 0;", 0xFFFFFFFFu)]
    [InlineData("xor.b32 %r1, 12, 10;", 6u)]
    [InlineData("abs.s32 %r1, -5;", 5u)]
    [InlineData("fma.rn.f32 %r1, 0f3F800001, 0f3F800001, 0fBF800002;", 0x28800000u)] // (1 + u)² − (1 + 2u) = u² = 2⁻⁴⁶
    [InlineData("mul.rn.f32 %r1, 0f00800000, 0f3F000000;", 0x00400000u)] // subnormals are kept
    [InlineData("add.rn.f32 %r1, 0f3F800000, 0f33800000;", 0x3F800000u)] // half a unit: to even
    [InlineData("div.rn.f32 %r1, 0f3F800000, 0f40400000;", 0x3EAAAAABu)]
    [InlineData("sqrt.rn.f32 %r1, 0f40000000;", 0x3FB504F3u)]
    [InlineData("neg.f32 %r1, 0f00000000;", 0x80000000u)]
    [InlineData("min.f32 %r1, 0f7FC00000, 0f3F800000;", 0x3F800000u)]
    [InlineData("max.f32 %r1, 0f80000000, 0f00000000;", 0u)]
    [InlineData("cvt.rn.f32.s32 %r1, 16777217;", 0x4B800000u)]
    [InlineData("set.lt.u32.f32 %r1, 0f00000000, 0f3F800000;", 0xFFFFFFFFu)]
    [InlineData("set.lt.u32.f32 %r1, 0f00000000, 0f7FC00000;", 0u)]
    [InlineData("setp.lt.s32 %p1, -1, 0;\n selp.b32 %r1, 7, 8, %p1;", 7u)]
    [InlineData("setp.lo.u32 %p1, 0xFFFFFFFF, 0;\n selp.b32 %r1, 7, 8, %p1;", 8u)]
    [InlineData("setp.ne.f32 %p1, 0f7FC00000, 0f00000000;\n selp.b32 %r1, 7, 8, %p1;", 8u)]
    [InlineData("setp.neu.f32 %p1, 0f7FC00000, 0f00000000;\n selp.b32 %r1, 7, 8, %p1;", 7u)]
    [InlineData("mul.wide.s32 %rd2, -2, 3;\n shr.s64 %rd2, %rd2, 32;\n cvt.u32.u64 %r1, %rd2;", 0xFFFFFFFFu)]
    [InlineData("mul.wide.u32 %rd2, 0xFFFFFFFF, 2;\n shr.u64 %rd2, %rd2, 32;\n cvt.u32.u64 %r1, %rd2;", 1u)]
    [InlineData("cvt.s64.s32 %rd2, -1;\n shr.u64 %rd2, %rd2, 32;\n cvt.u32.u64 %r1, %rd2;", 0xFFFFFFFFu)]
    [InlineData("cvt.u64.u32 %rd2, 0xFFFFFFFF;\n shr.u64 %rd2, %rd2, 32;\n cvt.u32.u64 %r1, %rd2;", 0u)]
    [InlineData("mov.f64 %rd2, 0d3FF0000000000001;\n fma.rn.f64 %rd2, %rd2, %rd2, 0dBFF0000000000002;\n shr.u64 %rd2, %rd2, 32;\n cvt.u32.u64 %r1, %rd2;", 0x39700000u)] // 2⁻¹⁰⁴
    [InlineData("mov.b32 %r1, 1;\n setp.eq.s32 %p1, 1, 1;\n @!%p1 mov.b32 %r1, 2;\n @%p1 add.s32 %r1, %r1, 4;", 5u)]
    [InlineData("mov.b64 %rd2, tile;\n cvta.shared.u64 %rd2, %rd2;\n st.b32 [%rd2+8], 9;\n ld.shared.b32 %r1, [tile+8];", 9u)]
    [InlineData("st.shared.v2.b32 [tile], {3, 4};\n ld.shared.v2.b32 {%r2, %r1}, [tile];", 4u)]
    [InlineData("st.local.b8 [own], 200;\n ld.local.s8 %r1, [own];", unchecked((uint)-56))]
    public void Instructions_OfKnownOperands_GiveKnownBits(string text, uint expected)
    {
        byte[] result = new byte[4];
        RunText(text + "\n st.global.b32 [%rd1], %r1;", result);
        Assert.Equal(expected, MemoryMarshal.Read<uint>(result));
    }

    [Theory]
    [InlineData("frobnicate.b32 %r1, 0;", "frobnicate.b32")]
    [InlineData("add.f32 %r1, 0f00000000, 0f00000000;", "add.f32")]
    [InlineData("fma.rn.ftz.f32 %r1, 0f00000000, 0f00000000, 0f00000000;", "fma.rn.ftz.f32")]
    [InlineData("ex2.approx.f32 %r1, 0f00000000;", "ex2.approx.f32")]
    [InlineData("call.uni foo;", "call.uni")]
    [InlineData("ld.volatile.global.b32 %r1, [%rd1];", "ld.volatile.global.b32")]
    [InlineData("mov.b32 %r1, %clock.x;", "%clock.x")]
    [InlineData("mov.b32 %r9, 0;", "%r9")]
    [InlineData("bra nowhere;", "nowhere")]
    [InlineData("@%p1.x bra nowhere;", "%p1.x")]
    [InlineData("ld.local.b32 %r1, [tile];", "tile")]
    [InlineData("bar.sync 1;", "bar.sync")]
    [InlineData("mov.b32 %r1, 0; mov.b32 %r2, 0;", "more than one")]
    public void Instructions_NotKnown_AreRefusedByName(string text, string named)
        => Assert.Contains(named, Assert.Throws<PtxFault>(() => RunText(text, new byte[4])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ld.global.b32 %r1, [%rd1+4];", "where nothing is")]
    [InlineData("ld.global.b64 %rd2, [%rd1];", "where nothing is")]
    [InlineData("ld.global.b32 %r1, [%rd1+2];", "not a multiple")]
    [InlineData("mov.b64 %rd2, tile;\n ld.b32 %r1, [%rd2];", "where nothing is")] // a shared address without cvta is no generic one
    [InlineData("ld.shared.b32 %r1, [tile+128];", "where nothing is")]
    [InlineData("div.s32 %r1, 1, 0;", "div.s32")]
    [InlineData("mov.b32 %r2, %tid.x;\n setp.eq.s32 %p1, %r2, 0;\n @%p1 bra skip;\n bar.sync 0;\n skip:", "some threads of a warp")]
    [InlineData("mov.b32 %r2, %tid.x;\n setp.eq.s32 %p1, %r2, 0;\n @%p1 bra.uni skip;\n skip:", "some threads of a warp")]
    [InlineData("mov.b32 %r2, %tid.x;\n setp.lt.s32 %p1, %r2, 32;\n @%p1 bra skip;\n bar.sync 0;\n skip:", "different barriers")]
    [InlineData("again:\n bra again;", "instructions were executed")]
    public void Behaviour_ThatADeviceWouldNotAllow_IsRefused(string text, string reason)
        => Assert.Contains(reason, Assert.Throws<PtxFault>(() => RunText(text, new byte[4], threads: 64)).Message, StringComparison.Ordinal);

    [Fact]
    public void Races_OfAThreadWithItselfOrAcrossABarrier_AreNone()
    {
        Assert.Empty(RunText("st.shared.b32 [tile], 1;\n ld.shared.b32 %r1, [tile];", new byte[4], threads: 1).Races);
        Assert.Empty(RunText("mov.b32 %r2, %tid.x;\n setp.eq.s32 %p1, %r2, 0;\n @%p1 st.shared.b32 [tile], 1;\n bar.sync 0;\n ld.shared.b32 %r1, [tile];", new byte[4], threads: 64).Races);
    }

    [Theory]
    [InlineData("@%p1 st.shared.b32 [tile], 1;\n ld.shared.b32 %r1, [tile];")]
    [InlineData("ld.shared.b32 %r1, [tile];\n @%p1 st.shared.b32 [tile], 1;")]
    [InlineData("st.shared.b32 [tile], 1;")]
    [InlineData("@%p1 st.shared.b8 [tile+3], 1;\n @!%p1 ld.shared.b32 %r1, [tile];")]
    [InlineData("st.global.b32 [%rd1], 1;")]
    public void Races_BetweenTwoThreads_AreFound(string text)
        => Assert.Single(RunText("mov.b32 %r2, %tid.x;\n setp.eq.s32 %p1, %r2, 0;\n" + text, new byte[4], threads: 2).Races);

    [Fact]
    public void Races_BetweenBlocks_AreFoundAcrossBarriers()
        => Assert.Single(RunText("bar.sync 0;\n mov.b32 %r2, %ctaid.x;\n setp.eq.s32 %p1, %r2, 1;\n @!%p1 ld.global.b32 %r1, [%rd1];\n bar.sync 0;\n @%p1 st.global.b32 [%rd1], 1;", new byte[4], threads: 32, blocks: 2).Races, race => race.Second.Contains("st.global", StringComparison.Ordinal) && race.First.Contains("ld.global", StringComparison.Ordinal));

    [Fact]
    public void SharedMemory_ReadBeforeItIsWritten_IsReported()
        => Assert.Single(RunText("ld.shared.b32 %r1, [tile];", new byte[4]).UnwrittenReads);

    [Theory]
    [InlineData(4, 0)] // neighbours: one transaction
    [InlineData(8, 1)]
    [InlineData(16, 3)]
    [InlineData(128, 31)] // all in one bank
    [InlineData(132, 0)] // a padded column
    [InlineData(0, 0)] // one word for all
    public void BankConflicts_OfAStride_AreCounted(int stride, int extra)
    {
        ulong[] addresses = [.. Enumerable.Range(0, 32).Select(lane => (ulong)(lane * stride))];
        Assert.Equal((1 + extra, 1), BankConflicts.Transactions(addresses, uint.MaxValue, 4));
    }

    [Fact]
    public void BankConflicts_OfNeighboursOf16Bytes_AreNone()
        => Assert.Equal((4, 4), BankConflicts.Transactions([.. Enumerable.Range(0, 32).Select(lane => (ulong)(lane * 16))], uint.MaxValue, 16));

    [Theory]
    [InlineData("mov.b32 %r1, 1;\n mov.b32 %r2, 2;\n add.s32 %r1, %r1, %r2;\n st.global.b32 [%rd1], %r1;", 4)] // %rd1 is two
    [InlineData("mov.b32 %r1, 1;\n st.global.b32 [%rd1], %r1;\n mov.b32 %r2, 2;\n st.global.b32 [%rd1], %r2;", 3)]
    [InlineData("mov.b32 %r1, 1;\n again:\n mov.b32 %r2, 2;\n st.global.b32 [%rd1], %r2;\n setp.eq.s32 %p1, %r1, 5;\n @!%p1 bra again;", 4)] // %r1 lives around the loop
    public void LiveRegisters_OfAFewLines_AreCounted(string text, int expected)
        => Assert.Equal(expected, LiveRegisters.Most(Program(text)));

    private static PtxProgram Program(string text) => PtxProgram.Parse($$"""
        .version 8.0
        .target sm_80
        .visible .entry Test(
            .param .b64 result
        )
        {
            .shared .align 16 .b8 tile[128];
            .local .align 8 .b8 own[8];
            .reg .pred %p<3>;
            .reg .b32 %r<4>;
            .reg .b64 %rd<4>;
            ld.param.b64 %rd1, [result];
            {{text}}
            ret;
        }
        """);

    private static PtxFigures RunText(string text, byte[] result, int threads = 1, int blocks = 1)
    {
        var memory = new PtxMemory();
        byte[] parameters = BitConverter.GetBytes(memory.Add(result).Start);
        return PtxMachine.Run(Program(text), memory, parameters, blocks, threads);
    }
}
