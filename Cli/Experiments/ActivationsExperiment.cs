using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Sigmoid, tanh and ReLU with their derivatives over [−6, 6]. Book, figure 3.3.</summary>
internal sealed class ActivationsExperiment() : Experiment<ActivationsDocument>(
    "activations",
    "3.4, figure 3.3",
    "the curves of sigmoid, tanh and ReLU and of their derivatives",
    JsonOutput.Default.ActivationsDocument)
{
    private const int Limit = 6;

    // A thirty-second is exact in binary32, so every x is the number that it is printed as.
    private const int PointsPerUnit = 32;

    protected override ActivationsDocument Compute(Device device)
    {
        float[] x = [.. Enumerable.Range(-Limit * PointsPerUnit, (2 * Limit * PointsPerUnit) + 1).Select(i => i / (float)PointsPerUnit)];
        return new ActivationsDocument(
            Name,
            DeviceNames.Describe(device.Info),
            x,
            Curve(Activation.Sigmoid),
            Curve(Activation.Tanh),
            Curve(Activation.Relu));

        ActivationCurveDocument Curve(Activation activation) => new(activation.Values(device, x), activation.Derivatives(device, x));
    }

    protected override void Describe(ActivationsDocument document, Messages messages)
    {
        Table table = Tables.WithColumns("x", "sigmoid", "sigmoid′", "tanh", "tanh′", "relu", "relu′");
        for (int i = 0; i < document.X.Count; i += PointsPerUnit)
        {
            table.AddPlainRow(
                document.X[i].ToString(CultureInfo.InvariantCulture),
                Number(document.Sigmoid.Values[i]),
                Number(document.Sigmoid.Derivatives[i]),
                Number(document.Tanh.Values[i]),
                Number(document.Tanh.Derivatives[i]),
                Number(document.Relu.Values[i]),
                Number(document.Relu.Derivatives[i]));
        }
        messages.Console.Write(table);
    }

    protected override Figure Draw(ActivationsDocument document) => Figure.Row(
        960,
        400,
        Panel(document, "Activation f(x)", curve => curve.Values, -1.25, 2.25, LegendPosition.TopLeft),
        Panel(document, "Derivative f′(x)", curve => curve.Derivatives, -0.1, 1.3, LegendPosition.TopLeft));

    private static PlotModel Panel(ActivationsDocument document, string title, Func<ActivationCurveDocument, IReadOnlyList<float>> values, double lowest, double highest, LegendPosition legend)
    {
        PlotModel chart = Chart.New(title);
        LinearAxis x = Chart.Axis(AxisPosition.Bottom, "x");
        x.Minimum = -Limit;
        x.Maximum = Limit;
        x.MajorStep = 2;
        LinearAxis y = Chart.Axis(AxisPosition.Left, "");
        y.Minimum = lowest;
        y.Maximum = highest;
        y.MajorStep = 0.5;
        chart.Axes.Add(x);
        chart.Axes.Add(y);
        chart.Series.Add(Chart.Line("sigmoid", Chart.Blue, Curve(document.Sigmoid)));
        chart.Series.Add(Chart.Line("tanh", Chart.Vermilion, Curve(document.Tanh), 6, 3));
        chart.Series.Add(Chart.Line("ReLU", Chart.Green, Curve(document.Relu), 9, 3, 2, 3));
        chart.Legends.Add(Chart.Legend(legend));
        return chart;

        IEnumerable<DataPoint> Curve(ActivationCurveDocument curve)
        {
            IReadOnlyList<float> heights = values(curve);
            for (int i = 0; i < heights.Count; i++)
            {
                // ReLU′ jumps at 0; no line joins what is on the two sides.
                if (i > 0 && Math.Abs(heights[i] - heights[i - 1]) > 0.5)
                    yield return DataPoint.Undefined;
                yield return new DataPoint(document.X[i], heights[i]);
            }
        }
    }

    private static string Number(float value) => value.ToString("0.00000", CultureInfo.InvariantCulture);
}
