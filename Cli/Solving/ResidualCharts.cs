using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NeuralGpu.Cli;

/// <summary>Charts of residuals √w·(y − ŷ), which show what a linear model has missed.</summary>
internal static class ResidualCharts
{
    // From here on circles would cover each other.
    private const int ManyPoints = 300;

    /// <summary>Residuals against fitted values.</summary>
    public static PlotModel OverFitted(TargetFit fit, ThinnedRows rows, double[] fitted, int target)
    {
        PlotModel chart = Chart.New($"{fit.Name}: residuals");
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "fitted value"));
        chart.Axes.Add(LeftAxis("residual"));
        int targets = fitted.Length / rows.Count;
        chart.Series.Add(Dots("residual", Residuals(rows, fitted, target).Select((residual, row) => new DataPoint(fitted[(row * targets) + target], residual)), rows.Count));
        chart.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 0, Color = Chart.Vermilion, StrokeThickness = 1.5, LineStyle = LineStyle.Solid });
        return chart;
    }

    /// <summary>Sorted residuals, in standard deviations, against the quantiles of the normal distribution: a straight line where the residuals are normal.</summary>
    public static PlotModel NormalQuantiles(TargetFit fit, ThinnedRows rows, double[] fitted, int target)
    {
        PlotModel chart = Chart.New($"{fit.Name}: quantiles of the residuals");
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "quantile of the normal distribution"));
        chart.Axes.Add(LeftAxis("residual / standard deviation"));
        double[] residuals = [.. Residuals(rows, fitted, target)];
        double deviation = fit.ResidualStandardDeviation > 0 ? fit.ResidualStandardDeviation : 1;
        Array.Sort(residuals);
        chart.Series.Add(Dots("residual", residuals.Select((residual, i) => new DataPoint(NormalQuantile.Of((i + 0.5) / residuals.Length), residual / deviation)), rows.Count));
        chart.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.LinearEquation, Slope = 1, Intercept = 0, Color = Chart.Vermilion, StrokeThickness = 1.5, LineStyle = LineStyle.Solid });
        return chart;
    }

    /// <summary>Points that stay apart when there are many.</summary>
    public static ScatterSeries Dots(string title, IEnumerable<DataPoint> points, int count)
    {
        ScatterSeries series = Chart.Points(title, count > ManyPoints ? OxyColor.FromAColor(110, Chart.Ink) : Chart.Ink, MarkerType.Circle, points, hollow: count <= ManyPoints);
        series.MarkerSize = count > ManyPoints ? 1.8 : 3.2;
        series.MarkerStrokeThickness = count > ManyPoints ? 0 : 1.1;
        return series;
    }

    // Signs make the numbers beside this axis wider than usual.
    private static LinearAxis LeftAxis(string title)
    {
        LinearAxis axis = Chart.Axis(AxisPosition.Left, title);
        axis.AxisTitleDistance = 14;
        return axis;
    }

    private static IEnumerable<double> Residuals(ThinnedRows rows, double[] fitted, int target)
    {
        int targets = fitted.Length / rows.Count;
        for (int row = 0; row < rows.Count; row++)
            yield return Math.Sqrt(rows.Weight(row)) * (rows.Target(row, target) - fitted[(row * targets) + target]);
    }
}
