using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace NeuralGpu.Cli;

/// <summary>The drawing of the book's graph u = wx, ŷ = u + b, e = ŷ − y, c = e²: the forward numbers above the edges, the gradients below. Book, figures 4.2–4.4.</summary>
internal static class ComputationGraph
{
    private const double Radius = 0.52;

    // Where the nodes stand; one unit is the same length in both directions.
    private static readonly DataPoint X = new(0, 1.5);
    private static readonly DataPoint W = new(0, -1.5);
    private static readonly DataPoint B = new(3, -2.6);
    private static readonly DataPoint Y = new(6, -2.6);
    private static readonly DataPoint U = new(3, 0);
    private static readonly DataPoint YHat = new(6, 0);
    private static readonly DataPoint E = new(9, 0);
    private static readonly DataPoint C = new(12, 0);
    private static readonly DataPoint End = new(14.2, 0);

    public static Figure Draw(GraphNumbersDocument forward, GraphNumbersDocument gradients)
    {
        PlotModel chart = Chart.New("Forward and backward through c = (wx + b − y)²");
        chart.PlotType = PlotType.Cartesian;
        chart.PlotAreaBorderThickness = new OxyThickness(0);
        chart.Axes.Add(Hidden(AxisPosition.Bottom, -1.1, 14.4));
        chart.Axes.Add(Hidden(AxisPosition.Left, -3.6, 2.6));

        Edge(chart, X, U, forward.X, gradients.X);
        Edge(chart, W, U, forward.W, gradients.W);
        Edge(chart, B, YHat, forward.B, gradients.B);
        Edge(chart, Y, E, forward.Y, gradients.Y);
        Edge(chart, U, YHat, forward.U, gradients.U);
        Edge(chart, YHat, E, forward.YHat, gradients.YHat);
        Edge(chart, E, C, forward.E, gradients.E);
        Edge(chart, C, End, forward.C, gradients.C, endRadius: 0);

        Node(chart, X, "x", "", OxyColors.White);
        Node(chart, Y, "y", "", OxyColors.White);
        Node(chart, W, "w", "", Tint(Chart.Green));
        Node(chart, B, "b", "", Tint(Chart.Green));
        Node(chart, U, "u", "u = wx", Tint(Chart.Gray));
        Node(chart, YHat, "ŷ", "ŷ = u + b", Tint(Chart.Gray));
        Node(chart, E, "e", "e = ŷ − y", Tint(Chart.Gray));
        Node(chart, C, "c", "c = e²", Tint(Chart.Gray));

        chart.Annotations.Add(Chart.Text(11.4, -2.3, "above: the node’s number", Chart.Blue));
        chart.Annotations.Add(Chart.Text(11.4, -2.9, "below: its gradient ∂c/∂node", Chart.Vermilion));
        return Figure.Row(960, 430, chart);
    }

    private static void Edge(PlotModel chart, DataPoint from, DataPoint to, double forward, double gradient, double endRadius = Radius)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
        (double ux, double uy) = (dx / length, dy / length);
        var start = new DataPoint(from.X + (Radius * ux), from.Y + (Radius * uy));
        var end = new DataPoint(to.X - (endRadius * ux), to.Y - (endRadius * uy));
        chart.Annotations.Add(new ArrowAnnotation { StartPoint = start, EndPoint = end, Color = Chart.Ink, StrokeThickness = 1.4, HeadLength = 7, HeadWidth = 3 });
        (double x, double y) = ((start.X + end.X) / 2, (start.Y + end.Y) / 2);
        // Perpendicular to the edge; (−uy, ux) points up, since every edge goes to the right.
        const double Distance = 0.34;
        chart.Annotations.Add(Chart.Text(x - (Distance * uy), y + (Distance * ux), Chart.Number(forward), Chart.Blue, 15));
        chart.Annotations.Add(Chart.Text(x + (Distance * uy), y - (Distance * ux), Chart.Number(gradient), Chart.Vermilion, 15));
    }

    private static void Node(PlotModel chart, DataPoint at, string symbol, string equation, OxyColor fill)
    {
        chart.Annotations.Add(new EllipseAnnotation { X = at.X, Y = at.Y, Width = 2 * Radius, Height = 2 * Radius, Fill = fill, Stroke = Chart.Ink, StrokeThickness = 1.4 });
        chart.Annotations.Add(Chart.Text(at.X, at.Y, symbol, Chart.Ink, 17));
        if (equation.Length > 0)
            chart.Annotations.Add(Chart.Text(at.X, at.Y + Radius + 0.32, equation, Chart.Ink));
    }

    private static LinearAxis Hidden(AxisPosition position, double minimum, double maximum)
        => new() { Position = position, Minimum = minimum, Maximum = maximum, IsAxisVisible = false };

    private static OxyColor Tint(OxyColor color) => OxyColor.Interpolate(OxyColors.White, color, 0.18);
}
