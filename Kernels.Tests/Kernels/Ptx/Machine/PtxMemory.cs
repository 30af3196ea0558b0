namespace NeuralGpu.Tests;

/// <summary>Global memory: regions with nothing between them, so that an access beyond a region's end is found.</summary>
internal sealed class PtxMemory
{
    private const ulong Alignment = 256;

    private readonly List<PtxRegion> regions = [];
    private ulong end = 0x7_0000_0000;

    /// <summary>Places data; what is written goes into the array.</summary>
    public PtxRegion Add(byte[] data)
    {
        var region = new PtxRegion(end, data);
        regions.Add(region);
        end += (((ulong)data.Length + Alignment - 1) / Alignment * Alignment) + Alignment;
        return region;
    }

    /// <summary>Forgets who accessed what: a launch begins when the one before it has ended.</summary>
    public void BeginLaunch()
    {
        foreach (PtxRegion region in regions)
            region.History.BeginLaunch();
    }

    /// <summary>The region that holds all bytes of an access; null when there is none.</summary>
    public PtxRegion? Find(ulong address, int bytes)
    {
        foreach (PtxRegion region in regions)
        {
            if (address >= region.Start && address + (ulong)bytes <= region.Start + (ulong)region.Data.Length)
                return region;
        }
        return null;
    }
}
