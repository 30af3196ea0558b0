namespace NeuralGpu.Tests;

/// <summary>A block of threads with its shared memory, run from barrier to barrier: in a phase one warp after the other, which no program may notice.</summary>
internal sealed class PtxBlock
{
    // More than a block of any test needs; a loop that never ends gets here.
    private const long MostSteps = 4_000_000;

    private readonly PtxProgram program;
    private readonly PtxMemory memory;
    private readonly byte[] parameters;
    private readonly (int Blocks, int Threads) launch;
    private readonly byte[] shared;
    private readonly AccessHistory sharedHistory;
    private long steps;
    private int phase;
    private int current;

    public PtxBlock(PtxProgram program, PtxMemory memory, byte[] parameters, (int Blocks, int Threads) launch, int index, PtxFigures figures)
    {
        this.program = program;
        this.memory = memory;
        this.parameters = parameters;
        this.launch = launch;
        Index = index;
        Figures = figures;
        shared = new byte[program.SharedBytes];
        // What a kernel finds there is not zero.
        Array.Fill(shared, (byte)0xA5);
        sharedHistory = new AccessHistory(shared.Length);
    }

    public int Index { get; }

    public PtxFigures Figures { get; }

    /// <summary>Runs all threads to their end.</summary>
    /// <exception cref="PtxFault">They wait at different barriers, or some for others that have ended.</exception>
    public void Run()
    {
        var warps = new List<PtxWarp>();
        for (int first = 0; first < launch.Threads; first += 32)
            warps.Add(new PtxWarp(program, this, first, Math.Min(32, launch.Threads - first)));
        while (true)
        {
            int?[] barriers = [.. warps.Select(warp => warp.RunToBarrier()).Distinct()];
            if (barriers is [null])
                return;
            if (barriers.Length > 1)
                throw new PtxFault($"The warps of block {Index} wait at different barriers, or not all: {string.Join(", ", barriers.Select(barrier => barrier is { } at ? $"instruction {at}" : "the end"))}.");
            phase++;
        }
    }

    /// <summary>Notes that a warp executes a statement.</summary>
    public void Count(PtxStatement statement, int at)
    {
        current = at;
        Figures.Steps++;
        if (++steps > MostSteps)
            throw new PtxFault($"More than {MostSteps} instructions were executed in block {Index}; the last was '{statement.Text}'.");
    }

    /// <summary>The value of a special register.</summary>
    public int Special(string name, int thread, int lane) => name switch
    {
        "%tid.x" => thread,
        "%ntid.x" => launch.Threads,
        "%ctaid.x" => Index,
        "%nctaid.x" => launch.Blocks,
        "%laneid" => lane,
        "%tid.y" or "%tid.z" or "%ctaid.y" or "%ctaid.z" => 0,
        _ => 1,
    };

    /// <summary>The memory that a thread's access reaches; notes the access.</summary>
    /// <exception cref="PtxFault">There is no memory.</exception>
    public Span<byte> Access(PtxAccess access, PtxSpace space, ulong address, int bytes, PtxWarp warp, int lane)
    {
        switch (space)
        {
            case PtxSpace.Param:
                return Within(parameters);
            case PtxSpace.Local:
                Figures.LocalAccesses++;
                return Within(warp.Local(lane));
            case PtxSpace.Shared:
                Span<byte> there = Within(shared);
                Note(sharedHistory, (int)address);
                return there;
            default:
                if (memory.Find(address, bytes) is not { } region)
                    throw Outside();
                Note(region.History, (int)(address - region.Start));
                return region.Data.AsSpan((int)(address - region.Start), bytes);
        }

        Span<byte> Within(byte[] whole) => address + (ulong)bytes <= (ulong)whole.Length ? whole.AsSpan((int)address, bytes) : throw Outside();

        PtxFault Outside() => new($"'{access.Text}': thread {warp.FirstThread + lane} of block {Index} accesses {bytes} bytes of {space} memory at 0x{address:X}, where {(space == PtxSpace.Global && memory.Find(address, 1) is null ? memory.WhatIsAt(address) : "nothing is")}.");

        void Note(AccessHistory history, int offset)
        {
            int thread = (Index * launch.Threads) + warp.FirstThread + lane;
            var now = new ThreadAccess(thread + 1, Index, phase, current);
            if (space == PtxSpace.Shared && !access.Stores && !history.IsWritten(offset, bytes))
                Figures.UnwrittenReads.Add(access.Text);
            if (history.Note(offset, bytes, now, access.Stores) is { } earlier)
                Figures.AddRace(new DataRace(space, program.Statements[earlier.Statement].Text, access.Text), earlier, now);
        }
    }
}
