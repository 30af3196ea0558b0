using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>A confusion matrix for people: a row for each class of the samples, a column for each class predicted.</summary>
internal static class ConfusionTable
{
    // More columns do not fit a terminal of 80; --json has them.
    private const int MostClasses = 10;

    public static void Write(IAnsiConsole console, Evaluation? evaluation, IReadOnlyList<string>? classes)
    {
        if (evaluation?.ConfusionMatrix is not { } matrix || classes is null || classes.Count > MostClasses)
            return;
        Table table = Tables.WithColumns([.. classes.Prepend("is \\ predicted")]);
        long[][] rows = matrix.ToRows();
        for (int c = 0; c < rows.Length; c++)
            table.AddPlainRow([classes[c], .. rows[c].Select(count => count.ToString(CultureInfo.InvariantCulture))]);
        console.Write(table);
    }
}
