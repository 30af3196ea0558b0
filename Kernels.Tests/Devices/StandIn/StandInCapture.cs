namespace NeuralGpu.Tests;

/// <summary>What is captured of a stream.</summary>
/// <param name="mode">Whom it binds: <see cref="Global"/>, or the thread alone that began it.</param>
internal sealed class StandInCapture(int mode)
{
    /// <summary>CU_STREAM_CAPTURE_MODE_GLOBAL: while it lasts, no thread may do what a capture forbids.</summary>
    public const int Global = 0;

    private readonly int thread = Environment.CurrentManagedThreadId;

    /// <summary>The work so far.</summary>
    public List<StandInWork> Nodes { get; } = [];

    /// <summary>Whether the calling thread is bound by it.</summary>
    public bool Binds => mode == Global || thread == Environment.CurrentManagedThreadId;
}
