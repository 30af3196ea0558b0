using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace NeuralGpu.Cli;

/// <summary>A target against the single feature: the rows, the fitted curve, the confidence band of the mean and the prediction band of new rows.</summary>
internal static class FittedCurveChart
{
    private const int Steps = 400;

    public static PlotModel New(LeastSquaresResult result, SampleSource samples, ThinnedRows rows, LeastSquaresOptions options, int target)
    {
        string feature = samples.FeatureNames[0];
        string name = samples.TargetNames[target];
        PlotModel chart = Chart.New($"{name} from {feature}{(options.Degree > 1 ? string.Create(CultureInfo.InvariantCulture, $", degree {options.Degree}") : "")}");
        LinearAxis bottom = Chart.Axis(AxisPosition.Bottom, feature);
        LinearAxis left = Chart.Axis(AxisPosition.Left, name);
        left.AxisTitleDistance = 14;
        chart.Axes.Add(bottom);
        chart.Axes.Add(left);
        chart.Legends.Add(Chart.Legend(Rises(result, rows, target) ? LegendPosition.TopLeft : LegendPosition.TopRight));

        double width = rows.Largest - rows.Smallest;
        double[] places = [.. Enumerable.Range(0, Steps + 1).Select(i => rows.Smallest + (width * i / Steps))];
        int targets = samples.TargetNames.Count;
        PredictionInterval[] curve = [.. result.PredictionIntervals(places).Where((_, i) => i % targets == target)];
        string level = string.Create(CultureInfo.InvariantCulture, $"{100 * options.ConfidenceLevel:G6} %");
        if (!double.IsNaN(curve[0].Lower))
        {
            chart.Series.Add(Chart.Band($"{level} prediction interval", Chart.Blue, 35, Points(places, curve, at => at.Lower), Points(places, curve, at => at.Upper)));
            chart.Series.Add(Chart.Band($"{level} interval of the mean", Chart.Blue, 80, Points(places, curve, at => at.MeanLower), Points(places, curve, at => at.MeanUpper)));
        }
        chart.Series.Add(ResidualCharts.Dots("data", Enumerable.Range(0, rows.Count).Select(row => new DataPoint(rows.Feature(row), rows.Target(row, target))), rows.Count));
        chart.Series.Add(Chart.Line("fit", Chart.Blue, Points(places, curve, at => at.Fit)));
        return chart;
    }

    private static IEnumerable<DataPoint> Points(double[] places, PredictionInterval[] curve, Func<PredictionInterval, double> value)
        => places.Zip(curve, (place, at) => new DataPoint(place, value(at)));

    // The legend goes where the curve is not.
    private static bool Rises(LeastSquaresResult result, ThinnedRows rows, int target)
    {
        IReadOnlyList<PredictionInterval> ends = result.PredictionIntervals([rows.Smallest, rows.Largest]);
        return ends[target].Fit <= ends[(ends.Count / 2) + target].Fit;
    }
}
