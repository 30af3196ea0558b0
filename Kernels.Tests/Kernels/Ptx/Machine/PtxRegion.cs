namespace NeuralGpu.Tests;

/// <summary>A piece of global memory.</summary>
/// <param name="Start">Address of its first byte.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record PtxRegion(ulong Start, byte[] Data)
{
    private AccessHistory? history;

    /// <summary>Who accessed the bytes in this launch.</summary>
    public AccessHistory History => history ??= new AccessHistory(Data.Length);

    /// <summary>Forgets it.</summary>
    public void BeginLaunch() => history?.BeginLaunch();
}
