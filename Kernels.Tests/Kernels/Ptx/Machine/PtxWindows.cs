namespace NeuralGpu.Tests;

/// <summary>Where shared and local memory lie among the generic addresses. An address within one of these spaces is an offset from 0.</summary>
internal static class PtxWindows
{
    public const ulong Shared = 1ul << 56;
    public const ulong Local = 1ul << 57;
    private const ulong Bytes = 1ul << 32;

    /// <summary>The space that an access goes to, and the address there.</summary>
    public static (PtxSpace Space, ulong Address) Resolve(PtxSpace space, ulong address)
    {
        if (space != PtxSpace.Generic)
            return (space, address);
        if (address - Shared < Bytes)
            return (PtxSpace.Shared, address - Shared);
        if (address - Local < Bytes)
            return (PtxSpace.Local, address - Local);
        return (PtxSpace.Global, address);
    }
}
