using System.Buffers.Binary;
using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>A load or store of a warp.</summary>
/// <param name="text">The instruction.</param>
/// <param name="space">Where it says that it goes.</param>
/// <param name="elementBytes">Bytes of an element.</param>
/// <param name="stores">Whether it writes memory.</param>
/// <param name="signed">Whether a loaded element is extended by its sign.</param>
/// <param name="registers">The elements' registers, one to four.</param>
/// <param name="widths">Bits of these registers.</param>
/// <param name="address">The register that holds the address.</param>
/// <param name="offset">What is added to the address.</param>
internal sealed class PtxAccess(string text, PtxSpace space, int elementBytes, bool stores, bool signed, int[] registers, int[] widths, int address, ulong offset)
{
    private readonly int bytes = elementBytes * registers.Length;

    /// <summary>The instruction.</summary>
    public string Text => text;

    /// <summary>Whether it writes memory.</summary>
    public bool Stores => stores;

    /// <summary>Does it for some lanes.</summary>
    public void Step(PtxWarp warp, uint lanes)
    {
        Span<ulong> sharedAddresses = stackalloc ulong[32];
        uint shared = 0;
        for (uint rest = lanes; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            (PtxSpace reached, ulong place) = PtxWindows.Resolve(space, warp.Registers[(address * 32) + lane] + offset);
            if (place % (uint)bytes != 0)
                throw new PtxFault($"'{text}': thread {warp.FirstThread + lane} of block {warp.Block.Index} accesses {bytes} bytes at 0x{place:X}, which is not a multiple of their number.");
            Span<byte> memory = warp.Block.Access(this, reached, place, bytes, warp, lane);
            for (int i = 0; i < registers.Length; i++)
                Move(memory.Slice(i * elementBytes, elementBytes), ref warp.Registers[(registers[i] * 32) + lane], widths[i]);
            if (reached == PtxSpace.Shared)
            {
                sharedAddresses[lane] = place;
                shared |= 1u << lane;
            }
        }
        if (shared != 0)
            warp.Block.Figures.AddSharedAccess(BankConflicts.Transactions(sharedAddresses, shared, bytes));
    }

    private void Move(Span<byte> memory, ref ulong register, int width)
    {
        if (stores)
        {
            switch (memory.Length)
            {
                case 1: memory[0] = (byte)register; break;
                case 2: BinaryPrimitives.WriteUInt16LittleEndian(memory, (ushort)register); break;
                case 4: BinaryPrimitives.WriteUInt32LittleEndian(memory, (uint)register); break;
                default: BinaryPrimitives.WriteUInt64LittleEndian(memory, register); break;
            }
            return;
        }
        ulong value = memory.Length switch
        {
            1 => memory[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(memory),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(memory),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(memory),
        };
        int unused = 64 - (8 * memory.Length);
        if (signed)
            value = (ulong)((long)(value << unused) >> unused);
        register = width >= 64 ? value : value & ((1ul << width) - 1);
    }
}
