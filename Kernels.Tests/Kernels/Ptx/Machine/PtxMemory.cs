namespace NeuralGpu.Tests;

/// <summary>Global memory: regions with nothing between them, so that an access beyond a region's end is found. No address is ever used again.</summary>
/// <param name="first">Address of the first region.</param>
internal sealed class PtxMemory(ulong first = 0x7_0000_0000)
{
    private const ulong Alignment = 256;

    // In the order of their addresses.
    private readonly List<PtxRegion> regions = [];
    private readonly List<(ulong Start, int Bytes)> removed = [];
    private ulong end = first;

    /// <summary>Places data; what is written goes into the array.</summary>
    public PtxRegion Add(byte[] data)
    {
        var region = new PtxRegion(end, data);
        regions.Add(region);
        end += (((ulong)data.Length + Alignment - 1) / Alignment * Alignment) + Alignment;
        return region;
    }

    /// <summary>Takes a region away.</summary>
    public void Remove(PtxRegion region)
    {
        regions.Remove(region);
        removed.Add((region.Start, region.Data.Length));
    }

    /// <summary>Forgets who accessed what: a launch begins when the one before it has ended.</summary>
    public void BeginLaunch()
    {
        foreach (PtxRegion region in regions)
            region.BeginLaunch();
    }

    /// <summary>The region that holds all bytes of an access; null when there is none.</summary>
    public PtxRegion? Find(ulong address, int bytes)
    {
        int low = 0;
        int high = regions.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (regions[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return null;
        PtxRegion before = regions[low - 1];
        return address + (ulong)bytes <= before.Start + (ulong)before.Data.Length ? before : null;
    }

    /// <summary>What is at an address, in words that follow "where".</summary>
    public string WhatIsAt(ulong address)
    {
        if (Find(address, 1) is { } region)
            return $"a region of {region.Data.Length} bytes begins at 0x{region.Start:X}";
        foreach ((ulong start, int bytes) in removed)
        {
            if (address >= start && address < start + (ulong)bytes)
                return "memory was that has been freed";
        }
        return "nothing is";
    }
}
