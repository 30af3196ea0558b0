using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace NeuralGpu.Cli;

/// <summary>The five journeys, and models of them: minutes against kilometres, a line for weekdays and one for weekends. Book, figures 1.1 and 2.1.</summary>
internal static class CommuteChart
{
    private const double Longest = 6;

    /// <summary>The journeys.</summary>
    public static PlotModel New(string title)
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
        chart.Series.Add(Chart.Points("weekday", Chart.Blue, MarkerType.Circle, Journeys(weekday: 1)));
        chart.Series.Add(Chart.Points("weekend", Chart.Vermilion, MarkerType.Square, Journeys(weekday: 0)));
        chart.Legends.Add(Chart.Legend(LegendPosition.BottomRight));
        return chart;
    }

    /// <summary>Draws a model's two lines.</summary>
    public static void AddModel(PlotModel chart, CommuteWeightsDocument weights, string name, params double[] dashes)
    {
        foreach ((double weekday, string kind, OxyColor color) in new[] { (1.0, "weekday", Chart.Blue), (0.0, "weekend", Chart.Vermilion) })
            chart.Series.Add(Chart.Line($"{kind}, {name}", color, [new(0, weights.Predict(0, weekday)), new(Longest, weights.Predict(Longest, weekday))], dashes));
    }

    private static IEnumerable<DataPoint> Journeys(double weekday) => Enumerable.Range(0, CommuteData.Minutes.Count)
        .Where(i => CommuteData.Weekdays[i] == weekday)
        .Select(i => new DataPoint(CommuteData.Distances[i], CommuteData.Minutes[i]));
}
