using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Shows passes over data while they run: a live bar on a terminal, a line now and then elsewhere.</summary>
internal static class SolvingDisplay
{
    public static LeastSquaresResult Run(Messages messages, Func<IProgress<SolveProgress>, LeastSquaresResult> solve)
    {
        if (!messages.IsLive)
            return solve(new RowLines(messages.Writer));
        return messages.Console.Progress()
            .AutoRefresh(true)
            .AutoClear(true)
            .Columns(LiveTraining.Columns(messages.Console.Profile.Width))
            .Start(context => solve(new LiveSolving(context.AddTask("starting", new ProgressTaskSettings { MaxValue = 1 }))));
    }
}
