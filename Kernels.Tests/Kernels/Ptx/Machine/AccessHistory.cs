namespace NeuralGpu.Tests;

/// <summary>For each byte of a memory, enough of who accessed it to find every race: for each that there was, some race on that byte is reported.</summary>
/// <remarks>The last write is enough, because two writes that are not ordered are a race themselves. Of the reads it takes the last, the last by another thread of the same block, and one by another block.</remarks>
internal sealed class AccessHistory(int bytes)
{
    private readonly Entry[] entries = new Entry[bytes];
    private int launch;

    /// <summary>Forgets everything.</summary>
    public void BeginLaunch() => launch++;

    /// <summary>Whether all of some bytes have been written.</summary>
    public bool IsWritten(int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (entries[i].Launch != launch || entries[i].Write.Thread == 0)
                return false;
        }
        return true;
    }

    /// <summary>Notes an access.</summary>
    /// <returns>An earlier access that races with it; null when there is none.</returns>
    public ThreadAccess? Note(int offset, int count, in ThreadAccess now, bool writes)
    {
        ThreadAccess? earlier = null;
        for (int i = offset; i < offset + count; i++)
        {
            ref Entry entry = ref entries[i];
            if (entry.Launch != launch)
                entry = new Entry { Launch = launch };
            if (entry.Write.IsConcurrentWith(now))
                earlier = entry.Write;
            if (!writes)
            {
                entry.NoteRead(now);
                continue;
            }
            if (entry.Read.IsConcurrentWith(now))
                earlier = entry.Read;
            else if (entry.OtherRead.IsConcurrentWith(now))
                earlier = entry.OtherRead;
            else if (entry.OtherBlocksRead.IsConcurrentWith(now))
                earlier = entry.OtherBlocksRead;
            entry.Write = now;
        }
        return earlier;
    }

    private struct Entry
    {
        public int Launch;
        public ThreadAccess Write;
        public ThreadAccess Read;
        public ThreadAccess OtherRead;
        public ThreadAccess OtherBlocksRead;

        public void NoteRead(in ThreadAccess now)
        {
            if (Read.Thread != 0 && Read.Block != now.Block)
            {
                OtherBlocksRead = Read;
                OtherRead = default;
            }
            else if (Read.Thread != now.Thread)
            {
                OtherRead = Read;
            }
            Read = now;
        }
    }
}
