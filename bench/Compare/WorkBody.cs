namespace NeuralGpu.Bench;

/// <summary>Work that is ready to be done on a device.</summary>
internal sealed class WorkBody : IDisposable
{
    private readonly IDisposable[] memory;

    /// <param name="run">One call.</param>
    /// <param name="finish">Waits for what calls have queued.</param>
    /// <param name="memory">What to free.</param>
    public WorkBody(Action run, Action finish, params IDisposable[] memory)
    {
        this.memory = memory;
        Once = () =>
        {
            double start = Turns.Now();
            run();
            finish();
            return Turns.Now() - start;
        };
        Turn = warmUp => Turns.Of(run, finish: finish, warmUp: warmUp);
    }

    /// <param name="turn">One turn that finds its own number of calls: seconds a call.</param>
    public WorkBody(Func<double> turn)
    {
        memory = [];
        Once = turn;
        Turn = _ => turn;
    }

    /// <summary>Seconds of one call.</summary>
    public Func<double> Once { get; }

    /// <summary>Warms up for so long and gives one turn: seconds a call.</summary>
    public Func<TimeSpan, Func<double>> Turn { get; }

    public void Dispose()
    {
        foreach (IDisposable buffer in memory)
            buffer.Dispose();
    }
}
