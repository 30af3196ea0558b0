using System.Net;
using System.Text;
using NeuralGpu.Cli;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace NeuralGpu.Bench;

/// <summary>A comparison as one HTML page: tables and charts, with nothing to load from elsewhere.</summary>
internal sealed class ComparisonPage(Comparison comparison)
{
    private const string Style = """
        body { font: 15px/1.5 Helvetica, Arial, sans-serif; color: #262626; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
        th, td { padding: .2rem .7rem; border-bottom: 1px solid #e6e6e6; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        svg { max-width: 100%; height: auto; }
        """;

    private static readonly OxyColor[] Colors = [Chart.Blue, Chart.Vermilion, Chart.Green, Chart.Orange, Chart.Purple, Chart.SkyBlue];

    private readonly ComparisonCells cells = new(comparison);

    /// <summary>The page's text.</summary>
    public string Html()
    {
        var page = new StringBuilder();
        page.Append($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>NeuralGpu: devices side by side</title>\n<style>\n{Style}\n</style></head><body>\n<h1>NeuralGpu: devices side by side</h1>\n");
        AppendTable(page, ComparisonCells.DeviceHeader, cells.DeviceRows);
        AppendSentences(page, comparison.Refused.Select(refused => $"Not used: {refused}"));
        if (!comparison.IsComplete)
            AppendSentences(page, ["Stopped on the way."]);
        foreach (MeasuredWork work in comparison.Works)
        {
            page.Append($"<h2>{Encode(ComparisonCells.Title(work))}</h2>\n");
            if (work.Points.Count > 1)
                page.Append(Svg(work));
            AppendSentences(page, cells.Crossovers(work));
            AppendTable(page, cells.Header(work), cells.Rows(work));
        }
        return page.Append("</body></html>\n").ToString();
    }

    private string Svg(MeasuredWork work)
    {
        PlotModel chart = Chart.New(ComparisonCells.Title(work));
        LogarithmicAxis sizes = Chart.LogAxis(AxisPosition.Bottom, work.SizeName);
        // Sizes are powers of two, and so are the ticks.
        sizes.Base = 2;
        sizes.LabelFormatter = PowerOfTwo;
        LogarithmicAxis amounts = Chart.LogAxis(AxisPosition.Left, work.Unit.Name);
        amounts.LabelFormatter = Chart.Number;
        Legend legend = Chart.Legend(LegendPosition.BottomCenter);
        legend.LegendPlacement = LegendPlacement.Outside;
        legend.LegendOrientation = LegendOrientation.Horizontal;
        chart.Axes.Add(sizes);
        chart.Axes.Add(amounts);
        chart.Legends.Add(legend);
        for (int i = 0; i < comparison.Devices.Count; i++)
        {
            DataPoint[] points = [.. work.Points.Where(point => point.Seconds[i] is not null).Select(point => new DataPoint(point.Size, work.Unit.Of(point.Work, point.Seconds[i]!.Value)))];
            OxyColor color = Colors[i % Colors.Length];
            chart.Series.Add(Chart.Line($"{comparison.Devices[i].Name}: {comparison.Devices[i].Title}", color, points));
            chart.Series.Add(Chart.Points("", color, MarkerType.Circle, points));
        }
        using var stream = new MemoryStream();
        Figure.Row(760, 380, chart).WriteSvg(stream);
        string document = Encoding.UTF8.GetString(stream.ToArray());
        // Without the XML declaration it is an element of the page.
        return document[document.IndexOf("<svg", StringComparison.Ordinal)..] + "\n";
    }

    // Short enough to stand side by side; K and M are binary.
    private static string PowerOfTwo(double value)
    {
        long size = (long)Math.Round(value);
        return size switch
        {
            >= 1 << 20 => $"{size >> 20}M",
            >= 1 << 13 => $"{size >> 10}K",
            _ => $"{size}",
        };
    }

    private static void AppendSentences(StringBuilder page, IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences)
            page.Append($"<p>{Encode(sentence)}</p>\n");
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        page.Append("<table><tr>").Append(string.Concat(header.Select(cell => $"<th>{Encode(cell)}</th>"))).Append("</tr>\n");
        foreach (IReadOnlyList<string> row in rows)
            page.Append("<tr>").Append(string.Concat(row.Select(cell => $"<td>{Encode(cell)}</td>"))).Append("</tr>\n");
        page.Append("</table>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
