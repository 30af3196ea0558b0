using System.Diagnostics.CodeAnalysis;

namespace NeuralGpu.Cli;

/// <summary>The book's experiments, in the book's order.</summary>
internal static class BookExperiments
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new CommuteGradientDescentExperiment(),
        new CommuteMiniBatchSgdExperiment(),
        new FlowersMiniBatchSgdExperiment(),
        new ActivationsExperiment(),
        new BackPropagationExperiment(),
        new DeltasExperiment(),
    ];

    public static string Names => string.Join(", ", All.Select(experiment => experiment.Name));

    public static bool TryFind(string name, [NotNullWhen(true)] out Experiment? experiment)
        => (experiment = All.FirstOrDefault(candidate => candidate.Name == name)) is not null;
}
