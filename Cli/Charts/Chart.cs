using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace NeuralGpu.Cli;

/// <summary>How the charts of the experiments look: one type face, thin axes, and colours that colour-blind readers can tell apart.</summary>
internal static class Chart
{
    // Okabe and Ito, "Color Universal Design", 2008.
    public static readonly OxyColor Blue = OxyColor.FromRgb(0x00, 0x72, 0xB2);
    public static readonly OxyColor Vermilion = OxyColor.FromRgb(0xD5, 0x5E, 0x00);
    public static readonly OxyColor Green = OxyColor.FromRgb(0x00, 0x9E, 0x73);
    public static readonly OxyColor Orange = OxyColor.FromRgb(0xE6, 0x9F, 0x00);
    public static readonly OxyColor SkyBlue = OxyColor.FromRgb(0x56, 0xB4, 0xE9);
    public static readonly OxyColor Purple = OxyColor.FromRgb(0xCC, 0x79, 0xA7);
    public static readonly OxyColor Ink = OxyColor.FromRgb(0x26, 0x26, 0x26);
    public static readonly OxyColor Gray = OxyColor.FromRgb(0x7F, 0x7F, 0x7F);

    private const double TextSize = 13;
    private static readonly OxyColor GridColor = OxyColor.FromRgb(0xE6, 0xE6, 0xE6);

    /// <summary>A chart without axes and series.</summary>
    public static PlotModel New(string title) => new()
    {
        Title = title,
        TitleFontSize = TextSize + 1,
        TitleFontWeight = FontWeights.Bold,
        TitlePadding = 8,
        DefaultFont = "Helvetica, Arial, sans-serif",
        DefaultFontSize = TextSize,
        TextColor = Ink,
        PlotAreaBorderColor = Ink,
        PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1),
        Padding = new OxyThickness(12, 8, 18, 10),
    };

    /// <summary>A linear axis with a light grid.</summary>
    public static LinearAxis Axis(AxisPosition position, string title) => Styled(new LinearAxis { LabelFormatter = Number }, position, title);

    /// <summary>A logarithmic axis with a light grid; the powers of ten are labelled.</summary>
    public static LogarithmicAxis LogAxis(AxisPosition position, string title) => Styled(new LogarithmicAxis { LabelFormatter = PowerOfTen }, position, title);

    /// <summary>A line, named in the legend.</summary>
    /// <param name="title">Its name.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="points">Its points; <see cref="DataPoint.Undefined"/> leaves a gap.</param>
    /// <param name="dashes">Lengths of dashes and gaps in turn, in line widths; none: a solid line.</param>
    public static LineSeries Line(string title, OxyColor color, IEnumerable<DataPoint> points, params double[] dashes)
    {
        var line = new LineSeries { Title = title, Color = color, StrokeThickness = 2, LineJoin = LineJoin.Round };
        if (dashes.Length > 0)
            line.Dashes = dashes;
        line.Points.AddRange(points);
        return line;
    }

    /// <summary>Points, named in the legend.</summary>
    public static ScatterSeries Points(string title, OxyColor color, MarkerType marker, IEnumerable<DataPoint> points, bool hollow = false)
    {
        var scatter = new ScatterSeries
        {
            Title = title,
            MarkerType = marker,
            MarkerSize = 4.5,
            MarkerFill = hollow ? OxyColors.White : color,
            MarkerStroke = color,
            MarkerStrokeThickness = 1.5,
        };
        scatter.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        return scatter;
    }

    /// <summary>The area between two lines, named in the legend.</summary>
    public static AreaSeries Band(string title, OxyColor color, byte opacity, IEnumerable<DataPoint> lower, IEnumerable<DataPoint> upper)
    {
        var band = new AreaSeries { Title = title, Color = OxyColors.Transparent, Color2 = OxyColors.Transparent, Fill = OxyColor.FromAColor(opacity, color), StrokeThickness = 0 };
        band.Points.AddRange(lower);
        band.Points2.AddRange(upper);
        return band;
    }

    /// <summary>A legend inside the chart.</summary>
    public static Legend Legend(LegendPosition position) => new()
    {
        LegendPosition = position,
        LegendPlacement = LegendPlacement.Inside,
        LegendFontSize = TextSize,
        LegendBackground = OxyColor.FromAColor(230, OxyColors.White),
        LegendBorderThickness = 0,
        LegendSymbolLength = 26,
        LegendLineSpacing = 3,
    };

    /// <summary>Text at a place in the chart's coordinates, centred.</summary>
    public static TextAnnotation Text(double x, double y, string text, OxyColor color, double size = TextSize) => new()
    {
        TextPosition = new DataPoint(x, y),
        Text = text,
        TextColor = color,
        FontSize = size,
        StrokeThickness = 0,
        TextHorizontalAlignment = HorizontalAlignment.Center,
        TextVerticalAlignment = VerticalAlignment.Middle,
    };

    /// <summary>A number as people write it, with a true minus sign.</summary>
    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    // The other ticks of a logarithmic axis go without a label.
    private static string PowerOfTen(double value)
    {
        double exponent = Math.Log10(value);
        if (Math.Abs(exponent - Math.Round(exponent)) > 1e-6)
            return "";
        string digits = ((int)Math.Round(exponent)).ToString(CultureInfo.InvariantCulture);
        return "10" + string.Concat(digits.Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
    }

    private static TAxis Styled<TAxis>(TAxis axis, AxisPosition position, string title)
        where TAxis : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.AxisTitleDistance = 8;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = GridColor;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 5;
        axis.TicklineColor = Ink;
        axis.TickStyle = TickStyle.Outside;
        axis.MinimumPadding = 0.05;
        axis.MaximumPadding = 0.05;
        return axis;
    }
}
