using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>Up to 32 threads that are executed together: always the ones that are furthest behind in the text, so that what diverged meets again.</summary>
internal sealed class PtxWarp
{
    private const int Lanes = 32;

    // Where a thread is that waits for the rest of its warp: behind all others, so that these are executed.
    private const int Waiting = int.MaxValue;

    private readonly PtxProgram program;
    // Where each thread is; while all are at the same place, only that place is kept.
    private readonly int[] next = new int[Lanes];
    private int place;
    private bool diverged;
    private readonly byte[][] local;
    private uint running;

    public PtxWarp(PtxProgram program, PtxBlock block, int firstThread, int threads)
    {
        this.program = program;
        Block = block;
        FirstThread = firstThread;
        running = threads == Lanes ? uint.MaxValue : (1u << threads) - 1;
        Registers = new ulong[program.Registers.Count * Lanes];
        local = [.. Enumerable.Range(0, threads).Select(_ => new byte[program.LocalBytes])];
        foreach ((int register, ulong value) in program.Registers.Constants)
            Array.Fill(Registers, value, register * Lanes, Lanes);
        foreach ((int register, string name) in program.Registers.Specials)
        {
            for (int lane = 0; lane < Lanes; lane++)
                Registers[(register * Lanes) + lane] = (ulong)block.Special(name, firstThread + lane, lane);
        }
    }

    public PtxBlock Block { get; }

    /// <summary>Number of its first thread in the block.</summary>
    public int FirstThread { get; }

    /// <summary>The registers, 32 lanes each.</summary>
    public ulong[] Registers { get; }

    /// <summary>A thread's local memory.</summary>
    public byte[] Local(int lane) => local[lane];

    /// <summary>Runs to the next barrier or to the end.</summary>
    /// <remarks>A barrier must be reached by all threads of a warp. They wait for each other there: with text out of line, behind the barrier, some get to it while others are still on their way.</remarks>
    /// <returns>The barrier's instruction; null at the end.</returns>
    public int? RunToBarrier()
    {
        (int barrier, uint waiting) = (-1, 0);
        while (running != 0)
        {
            (int at, uint active) = FurthestBehind();
            PtxStatement statement = at < program.Statements.Count ? program.Statements[at] : throw new PtxFault("A thread ran past the end of the kernel.");
            uint enabled = statement.Predicate < 0 ? active : active & Where(statement.Predicate, statement.Negated);
            Block.Count(statement, at);
            MoveTo(at + 1, active);
            switch (statement.Kind)
            {
                case PtxStatementKind.Branch:
                    if (statement.Uniform && enabled != 0 && enabled != active)
                        throw new PtxFault($"'{statement.Text}' is taken by some threads of a warp only.");
                    MoveTo(statement.Target, enabled);
                    break;
                case PtxStatementKind.Exit:
                    running &= ~enabled;
                    if (waiting != 0 && enabled != 0)
                        throw new PtxFault($"'{program.Statements[barrier].Text}' is reached by some threads of a warp only.");
                    break;
                case PtxStatementKind.Barrier:
                    if (enabled != active || (waiting != 0 && barrier != at))
                        throw new PtxFault($"'{statement.Text}' is reached by some threads of a warp only.");
                    (barrier, waiting) = (at, waiting | enabled);
                    if (waiting != running)
                    {
                        MoveTo(Waiting, enabled);
                        break;
                    }
                    MoveTo(at + 1, waiting);
                    return at;
                default:
                    Execute(statement, enabled);
                    break;
            }
        }
        return null;
    }

    private void Execute(PtxStatement statement, uint enabled)
    {
        try
        {
            statement.Step!(this, enabled);
        }
        catch (ArithmeticException exception)
        {
            throw new PtxFault($"'{statement.Text}': {exception.Message}");
        }
    }

    private (int At, uint Active) FurthestBehind()
    {
        if (!diverged)
            return (place, running);
        int least = int.MaxValue;
        uint active = 0;
        for (uint rest = running; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            if (next[lane] < least)
            {
                least = next[lane];
                active = 0;
            }
            if (next[lane] == least)
                active |= 1u << lane;
        }
        diverged = active != running;
        place = least;
        return (least, active);
    }

    private uint Where(int predicate, bool negated)
    {
        uint lanes = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (Registers[(predicate * Lanes) + lane] != 0 != negated)
                lanes |= 1u << lane;
        }
        return lanes;
    }

    private void MoveTo(int statement, uint lanes)
    {
        if (!diverged && lanes == running)
        {
            place = statement;
            return;
        }
        if (lanes == 0)
            return;
        if (!diverged)
            Array.Fill(next, place);
        diverged = true;
        for (uint rest = lanes; rest != 0; rest &= rest - 1)
            next[BitOperations.TrailingZeroCount(rest)] = statement;
    }
}
