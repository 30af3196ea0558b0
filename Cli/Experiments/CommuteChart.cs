using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace NeuralGpu.Cli;

/// <summary>The five journeys, and models of them: minutes against kilometres, a line for weekdays and one for weekends. Book, figures 1.1 and 2.1.</summary>
internal static class CommuteChart
{
    private const double Longest = 6;

    /// <summary>The journeys, and the two lines of each model.</summary>
    /// <param name="title">Above the chart.</param>
    /// <param name="models">Weights, their name in the legend, and the dashes of their lines (none: solid).</param>
    public static PlotModel New(string title, params IReadOnlyList<(CommuteWeightsDocument Weights, string Name, double[] Dashes)> models)
    {
        PlotModel chart = Chart.New(title);
        LinearAxis distance = Chart.Axis(AxisPosition.Bottom, "distance (km)");
        distance.Minimum = 0;
        distance.Maximum = Longest;
        distance.MajorStep = 1;
        LinearAxis minutes = Chart.Axis(AxisPosition.Left, "time (min)");
        minutes.Minimum = 0;
        minutes.Maximum = 50;
        minutes.MajorStep = 10;
        chart.Axes.Add(distance);
        chart.Axes.Add(minutes);
        chart.Legends.Add(Chart.Legend(LegendPosition.BottomRight));
        foreach ((CommuteWeightsDocument weights, string name, double[] dashes) in models)
        {
            chart.Series.Add(Line(weights, 1, $"weekday, {name}", Chart.Blue, dashes));
            chart.Series.Add(Line(weights, 0, $"weekend, {name}", Chart.Vermilion, dashes));
        }
        // Last, so that no line crosses a point.
        chart.Series.Add(Chart.Points("weekday", Chart.Blue, MarkerType.Circle, Journeys(weekday: 1)));
        chart.Series.Add(Chart.Points("weekend", Chart.Vermilion, MarkerType.Square, Journeys(weekday: 0)));
        return chart;
    }

    private static LineSeries Line(CommuteWeightsDocument weights, double weekday, string title, OxyColor color, double[] dashes)
        => Chart.Line(title, color, [new(0, weights.Predict(0, weekday)), new(Longest, weights.Predict(Longest, weekday))], dashes);

    private static IEnumerable<DataPoint> Journeys(double weekday) => Enumerable.Range(0, CommuteData.Minutes.Count)
        .Where(i => CommuteData.Weekdays[i] == weekday)
        .Select(i => new DataPoint(CommuteData.Distances[i], CommuteData.Minutes[i]));
}
