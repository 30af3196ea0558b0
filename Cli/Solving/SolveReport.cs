using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>What <c>solve</c> tells a person.</summary>
internal static class SolveReport
{
    private const int MostRows = 60;
    private const int MostFeaturesNamed = 8;

    public static void Write(Messages messages, LeastSquaresResult result, SampleSource samples, LeastSquaresOptions options, Device device)
    {
        for (int i = 0; i < result.Targets.Count; i++)
        {
            TargetFit fit = result.Targets[i];
            messages.Writer.WriteLine($"{fit.Name} from {Explained(samples, options)}{(samples.HasWeights ? ", weighted" : "")}{Penalty(fit, options)}");
            WriteCoefficients(messages, fit, options.ConfidenceLevel);
            WriteMeasures(messages.Writer, fit);
            if (result.Path.Count > 1)
                WritePath(messages, [.. result.Path.Select(each => each.Targets[i])], fit, options.PenaltyChoice);
            messages.Writer.WriteLine();
        }
        messages.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TrainReport.Counted(result.Samples, "row")}, {(result.Passes == 1 ? "1 pass" : $"{result.Passes} passes")}, {result.Elapsed.TotalSeconds:0.00} s on {result.ComputedOn}"));
    }

    private static string Explained(SampleSource samples, LeastSquaresOptions options)
    {
        IReadOnlyList<string> names = samples.FeatureNames;
        string shown = string.Join(", ", names.Take(MostFeaturesNamed));
        if (names.Count > MostFeaturesNamed)
            shown = string.Create(CultureInfo.InvariantCulture, $"{shown} and {names.Count - MostFeaturesNamed} more");
        string degree = options.Degree > 1 ? string.Create(CultureInfo.InvariantCulture, $" in powers up to {options.Degree}") : "";
        return $"{shown}{degree}{(options.Intercept == Intercept.None ? ", through the origin" : "")}";
    }

    private static string Penalty(TargetFit fit, LeastSquaresOptions options)
    {
        if (!(fit.Penalty > 0))
            return "";
        string chosen = options.PenaltyChoice switch
        {
            PenaltyChoice.GeneralizedCrossValidation => ", chosen by generalised cross-validation",
            PenaltyChoice.KFold => string.Create(CultureInfo.InvariantCulture, $", chosen by {options.Folds}-fold cross-validation"),
            _ => "",
        };
        string intercept = options.Intercept switch
        {
            Intercept.Penalized => ", penalised intercept",
            Intercept.Free => ", unpenalised intercept",
            _ => "",
        };
        return $"; ridge, λ = {Short(fit.Penalty)}{chosen}{intercept}";
    }

    private static void WriteCoefficients(Messages messages, TargetFit fit, double level)
    {
        if (fit.Coefficients.Count > MostRows)
        {
            messages.Writer.WriteLine($"{fit.Coefficients.Count} coefficients, too many to show here; --json lists them.");
            return;
        }
        bool hasErrors = fit.Coefficients.Any(coefficient => !double.IsNaN(coefficient.StandardError));
        string interval = string.Create(CultureInfo.InvariantCulture, $"{100 * level:G6} % interval");
        Table table = hasErrors
            ? Tables.WithColumns("coefficient", "value", "standard error", "t", "p", interval)
            : Tables.WithColumns("coefficient", "value");
        for (int i = 1; i < table.Columns.Count; i++)
            table.Columns[i].RightAligned();
        foreach (Coefficient found in fit.Coefficients)
        {
            if (hasErrors)
                table.AddPlainRow(found.Name, Long(found.Value), Short(found.StandardError), Short(found.T), Probability(found.P), $"[{Short(found.Lower)}, {Short(found.Upper)}]");
            else
                table.AddPlainRow(found.Name, Long(found.Value));
        }
        messages.Console.Write(table);
    }

    private static void WriteMeasures(TextWriter writer, TargetFit fit)
    {
        writer.WriteLine($"residual standard deviation {Long(fit.ResidualStandardDeviation)} on {Freedom(fit)} degrees of freedom");
        writer.WriteLine($"R² {Long(fit.RSquared)}, adjusted R² {Long(fit.AdjustedRSquared)}");
        writer.WriteLine($"condition number {fit.ConditionNumber.ToString("G3", CultureInfo.InvariantCulture)}, rank {fit.Rank} of {fit.Coefficients.Count}");
        writer.WriteLine(fit.Method);
    }

    private static void WritePath(Messages messages, IReadOnlyList<TargetFit> path, TargetFit chosen, PenaltyChoice choice)
    {
        bool isScored = choice != PenaltyChoice.AsGiven;
        Table table = isScored
            ? Tables.WithColumns("λ", "residual sd", "degrees of freedom", "R²", choice == PenaltyChoice.KFold ? "mean squared error left out" : "cross-validation score", "")
            : Tables.WithColumns("λ", "residual sd", "degrees of freedom", "R²");
        foreach (TargetFit fit in path)
        {
            string[] cells = [Short(fit.Penalty), Short(fit.ResidualStandardDeviation), Freedom(fit), Short(fit.RSquared)];
            table.AddPlainRow(isScored ? [.. cells, Short(fit.Score), fit.Penalty == chosen.Penalty ? "chosen" : ""] : cells);
        }
        messages.Console.Write(table);
    }

    // Whole for least squares; ridge regression has parts of them.
    private static string Freedom(TargetFit fit) => Known(fit.ResidualDegreesOfFreedom, "0.###");

    private static string Long(double value) => Known(value, "G10");

    private static string Short(double value) => Known(value, "G6");

    // Smaller ones have no meaning beyond being small.
    private static string Probability(double value) => value < 1e-16 ? "<1e-16" : Known(value, "G3");

    private static string Known(double value, string format) => double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
}
