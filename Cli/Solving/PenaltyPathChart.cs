using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace NeuralGpu.Cli;

/// <summary>How the coefficients shrink as λ grows. The intercept is left out: it would dwarf them.</summary>
internal static class PenaltyPathChart
{
    private static readonly OxyColor[] Colors = [Chart.Blue, Chart.Vermilion, Chart.Green, Chart.Orange, Chart.SkyBlue, Chart.Purple];

    // Solid for the first of a colour, dashed for the second.
    private static readonly double[][] Dashes = [[], [6, 3]];

    public static PlotModel New(LeastSquaresResult result, int target)
    {
        PenaltyFit[] path = [.. result.Path.OrderBy(fit => fit.Penalty)];
        TargetFit chosen = result.Targets[target];
        PlotModel chart = Chart.New($"{chosen.Name}: coefficients over λ");
        chart.Axes.Add(Chart.LogAxis(AxisPosition.Bottom, "λ"));
        chart.Axes.Add(Chart.Axis(AxisPosition.Left, "coefficient"));
        Legend legend = Chart.Legend(LegendPosition.RightTop);
        legend.LegendPlacement = LegendPlacement.Outside;
        legend.LegendItemOrder = LegendItemOrder.Reverse;
        chart.Legends.Add(legend);

        int[] coefficients = [.. Enumerable.Range(0, chosen.Coefficients.Count)
            .Where(i => chosen.Coefficients[i].Name != "intercept" || chosen.Coefficients.Count == 1)
            .OrderByDescending(i => path.Max(fit => Math.Abs(fit.Targets[target].Coefficients[i].Value)))];
        int named = Math.Min(coefficients.Length, Colors.Length * Dashes.Length);
        // The largest come last, on top of the others.
        foreach (int rank in Enumerable.Range(0, coefficients.Length).Reverse())
        {
            int at = coefficients[rank];
            LineSeries line = Chart.Line(chosen.Coefficients[at].Name, rank < named ? Colors[rank % Colors.Length] : OxyColor.FromAColor(120, Chart.Gray),
                path.Select(fit => new DataPoint(fit.Penalty, fit.Targets[target].Coefficients[at].Value)), rank < named ? Dashes[rank / Colors.Length] : []);
            line.RenderInLegend = rank < named;
            chart.Series.Add(line);
        }
        chart.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 0, Color = Chart.Gray, StrokeThickness = 1, LineStyle = LineStyle.Solid, Layer = AnnotationLayer.BelowSeries });
        chart.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = chosen.Penalty, Color = Chart.Ink, StrokeThickness = 1, LineStyle = LineStyle.Dash, Text = double.IsNaN(chosen.Score) ? "" : "chosen" });
        return chart;
    }
}
