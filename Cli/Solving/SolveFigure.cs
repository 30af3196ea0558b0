using OxyPlot;

namespace NeuralGpu.Cli;

/// <summary>Chooses what <c>solve --plot</c> draws: over λ when there is a path, else the curve of a single feature, else the residuals.</summary>
internal static class SolveFigure
{
    private const double Width = 480;
    private const double Height = 380;

    // Two λ are two tables, not a path.
    private const int ShortestPath = 3;

    // More would be too small to see; the others are fitted all the same.
    private const int MostTargets = 6;

    public static Figure Of(LeastSquaresResult result, SampleSource samples, LeastSquaresOptions options, CancellationToken token)
    {
        int targets = Math.Min(result.Targets.Count, MostTargets);
        if (result.Path.Count >= ShortestPath)
            return Figure.Grid(1.5 * Width, 1.2 * Height, 1, [.. Enumerable.Range(0, targets).Select(target => PenaltyPathChart.New(result, target))]);
        ThinnedRows rows = ThinnedRows.Of(samples, token);
        if (samples.FeatureNames.Count == 1)
            return Figure.Grid(1.5 * Width, 1.2 * Height, 1, [.. Enumerable.Range(0, targets).Select(target => FittedCurveChart.New(result, samples, rows, options, target))]);
        double[] fitted = result.Model.Predict(rows.Features);
        IEnumerable<PlotModel> charts = Enumerable.Range(0, targets).SelectMany(target => new[]
        {
            ResidualCharts.OverFitted(result.Targets[target], rows, fitted, target),
            ResidualCharts.NormalQuantiles(result.Targets[target], rows, fitted, target),
        });
        return Figure.Grid(Width, Height, 2, [.. charts]);
    }
}
