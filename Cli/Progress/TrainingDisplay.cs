using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Shows a fit while it runs: a live bar on a terminal, plain lines elsewhere, nothing when quiet.</summary>
internal static class TrainingDisplay
{
    public static TrainingResult Run(Messages messages, bool quiet, Func<IProgress<TrainingProgress>?, TrainingResult> fit)
    {
        if (quiet)
            return fit(null);
        if (!messages.IsLive)
            return fit(new EpochLines(messages.Writer));
        return messages.Console.Progress()
            .AutoRefresh(true)
            .AutoClear(false)
            .Columns(LiveTraining.Columns(messages.Console.Profile.Width))
            .Start(context => fit(new LiveTraining(context.AddTask("starting", new ProgressTaskSettings { MaxValue = 1 }))));
    }
}
