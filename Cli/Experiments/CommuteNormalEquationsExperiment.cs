using System.Globalization;
using OxyPlot;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>The commute model by the normal equations, W* = (XᵀX)⁻¹XᵀY and Y* = XW*, beside the figures that the book prints. Book, section 1.7.</summary>
internal sealed class CommuteNormalEquationsExperiment() : Experiment<CommuteNormalEquationsDocument>(
    "commute-normal-equations",
    "1.7",
    "commute time by the normal equations: W* and Y* beside the figures that the book prints",
    JsonOutput.Default.CommuteNormalEquationsDocument)
{
    private const int PrintedDigits = 15;

    protected override CommuteNormalEquationsDocument Compute(Device device)
    {
        LinearFit fit = CommuteData.Fit(device);
        CommuteWeightsDocument weights = CommuteWeightsDocument.Of(fit.Model), printed = CommuteData.PrintedWeights;
        (double Found, double Printed)[] figures = [.. weights.Values.Zip(printed.Values), .. fit.Fitted.Zip(CommuteData.PrintedMinutes)];
        return new CommuteNormalEquationsDocument(
            Name,
            DeviceNames.Describe(device.Info),
            weights,
            printed,
            fit.Fitted,
            CommuteData.PrintedMinutes,
            fit.Loss[0],
            figures.Min(figure => AgreeingDigits(figure.Found, figure.Printed)),
            figures.Max(figure => Math.Abs(figure.Found - figure.Printed)),
            fit.Method);
    }

    protected override void Describe(CommuteNormalEquationsDocument document, Messages messages)
    {
        Table weights = Tables.WithColumns("W*", "computed", "as printed in the book", "difference");
        foreach ((string name, double found, double printed) in Names.Zip(document.Weights.Values, document.PrintedWeights.Values))
            weights.AddPlainRow(name, Digits(found), Digits(printed), Difference(found, printed));
        Table minutes = Tables.WithColumns("km", "weekday", "minutes", "Y* computed", "as printed in the book", "difference");
        for (int i = 0; i < document.Minutes.Count; i++)
        {
            minutes.AddPlainRow(
                CommuteData.Distances[i].ToString("0.0", CultureInfo.InvariantCulture),
                CommuteData.Weekdays[i] == 1 ? "yes" : "no",
                CommuteData.Minutes[i].ToString(CultureInfo.InvariantCulture),
                Digits(document.Minutes[i]),
                Digits(document.PrintedMinutes[i]),
                Difference(document.Minutes[i], document.PrintedMinutes[i]));
        }
        messages.Console.Write(weights);
        messages.Console.Write(minutes);
        messages.Writer.WriteLine($"C(W*) = {Digits(document.Loss)}");
        messages.Writer.WriteLine($"Every figure agrees with the printed one to at least {document.AgreeingDigits} significant digits. The rest is rounding: the book's own, and that of distances such as 2.7, which binary64 does not hold exactly.");
        messages.Writer.WriteLine(document.Method);
    }

    protected override Figure Draw(CommuteNormalEquationsDocument document)
    {
        PlotModel chart = CommuteChart.New("Commute time by the normal equations", (document.Weights, "W*", []));
        IEnumerable<DataPoint> residuals = document.Minutes.SelectMany((fitted, i) => new[] { new DataPoint(CommuteData.Distances[i], CommuteData.Minutes[i]), new(CommuteData.Distances[i], fitted), DataPoint.Undefined });
        chart.Series.Insert(0, Chart.Line("residual", Chart.Gray, residuals, 2, 2));
        return Figure.Row(720, 460, chart);
    }

    private static string[] Names => ["intercept", "a kilometre", "a weekday"];

    // Rounded to how many digits the two are the same number.
    private static int AgreeingDigits(double found, double printed)
        => Enumerable.Range(1, PrintedDigits).Last(digits => Rounded(found, digits) == Rounded(printed, digits));

    private static string Rounded(double value, int digits) => value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    private static string Difference(double found, double printed) => (found - printed).ToString("0.0e+00", CultureInfo.InvariantCulture);
}
