using OxyPlot;

namespace NeuralGpu.Cli;

/// <summary>A figure for a page: charts beside or above each other in one SVG image.</summary>
internal sealed class Figure
{
    private readonly double width;
    private readonly double height;
    private readonly IReadOnlyList<(IPlotModel Chart, OxyRect Place)> panels;

    private Figure(double width, double height, IReadOnlyList<(IPlotModel Chart, OxyRect Place)> panels)
    {
        this.width = width;
        this.height = height;
        this.panels = panels;
    }

    /// <summary>Charts of equal width, side by side; sizes in pixels.</summary>
    public static Figure Row(double width, double height, params IReadOnlyList<PlotModel> charts)
    {
        double each = width / charts.Count;
        return new Figure(width, height, [.. charts.Select((chart, i) => ((IPlotModel)chart, new OxyRect(i * each, 0, each, height)))]);
    }

    /// <summary>Charts of equal height, one below the other; sizes in pixels.</summary>
    public static Figure Column(double width, double height, params IReadOnlyList<PlotModel> charts)
    {
        double each = height / charts.Count;
        return new Figure(width, height, [.. charts.Select((chart, i) => ((IPlotModel)chart, new OxyRect(0, i * each, width, each)))]);
    }

    /// <summary>Charts of equal size in rows, from left to right; sizes in pixels.</summary>
    public static Figure Grid(double eachWidth, double eachHeight, int columns, params IReadOnlyList<PlotModel> charts)
    {
        int rows = (charts.Count + columns - 1) / columns;
        return new Figure(columns * eachWidth, rows * eachHeight, [.. charts.Select((chart, i) => ((IPlotModel)chart, new OxyRect(i % columns * eachWidth, i / columns * eachHeight, eachWidth, eachHeight)))]);
    }

    /// <summary>Writes the figure as an SVG document in UTF-8.</summary>
    public void WriteSvg(Stream stream)
    {
        // Not every viewer knows SVG's dominant-baseline; the workaround shifts the texts itself.
        using var context = new SvgRenderContext(stream, width, height, isDocument: true, new TextSizes(width, height), OxyColors.White, useVerticalTextAlignmentWorkaround: true);
        foreach ((IPlotModel chart, OxyRect place) in panels)
        {
            chart.Update(updateData: true);
            chart.Render(context, place);
        }
        context.Complete();
        context.Flush();
    }
}
