using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>The commute model of section 1.7 fitted by descent from W = 0: the path of C(W), where it stops, and how far from W*.</summary>
internal abstract class CommuteDescentExperiment(string name, string bookSection, string summary, TrainingOptions options)
    : Experiment<CommuteDescentDocument>(name, bookSection, summary, JsonOutput.Default.CommuteDescentDocument)
{
    private const int TableRows = 12;

    protected override CommuteDescentDocument Compute(Device device)
    {
        Dataset data = CommuteData.ToDataset();
        int batchSize = Math.Min(options.BatchSize, data.Count);
        Network start = Network.CreateLinear(CommuteData.Features);
        // As validation data the samples themselves give C(W) over all of them after each epoch.
        TrainingResult stopped = new Trainer(device, options).Fit(start, data, validation: data);
        TrainingResult goingOn = new Trainer(device, options with { Tolerance = 0 }).Fit(start, data, validation: data);
        CommuteWeightsDocument weights = CommuteWeightsDocument.Of(stopped.Network), optimum = CommuteData.Optimum;
        double startLoss = start.Evaluate(device, data, options.Loss).Loss, loss = stopped.Network.Evaluate(device, data, options.Loss).Loss;
        List<PathPointDocument> path = PathOf(stopped);
        if (path[^1].Update < stopped.Updates)
            path.Add(new(stopped.Updates, loss));
        return new CommuteDescentDocument(
            Name,
            DeviceNames.Describe(device.Info),
            options.LearningRate,
            options.Schedule.ToString(),
            batchSize,
            options.Tolerance,
            Choices.StopReasons.NameOf(stopped.StopReason),
            stopped.Updates,
            weights,
            optimum,
            weights.DistanceTo(optimum),
            loss,
            CommuteData.Loss(optimum),
            stopped.Network.WeightsSha256(),
            path,
            PathOf(goingOn),
            CommuteWeightsDocument.Of(goingOn.Network).DistanceTo(optimum));

        List<PathPointDocument> PathOf(TrainingResult result)
        {
            int updatesPerEpoch = (data.Count + batchSize - 1) / batchSize;
            return [new(0, startLoss), .. result.History.Select(epoch => new PathPointDocument((long)epoch.Epoch * updatesPerEpoch, epoch.ValidationLoss!.Value))];
        }
    }

    protected override void Describe(CommuteDescentDocument document, Messages messages)
    {
        Table path = Tables.WithColumns("update", "C(W)", "C(W) − C(W*)");
        foreach (PathPointDocument point in Thinned(document.Path))
            path.AddPlainRow(point.Update.ToString(CultureInfo.InvariantCulture), Number(point.Loss), (point.Loss - document.OptimalLoss).ToString("0.000e+00", CultureInfo.InvariantCulture));
        Table weights = Tables.WithColumns("", "intercept", "a kilometre", "a weekday");
        Add("W", document.Weights);
        Add("W*", document.OptimalWeights);

        TextWriter writer = messages.Writer;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learning rate {document.LearningRate}, schedule {document.Schedule}, {document.BatchSize} of {CommuteData.Minutes.Count} samples an update, tolerance {document.Tolerance}"));
        messages.Console.Write(path);
        writer.WriteLine($"{document.StopReason} after {TrainReport.Counted(document.Updates, "update")}{(document.StopReason == Choices.StopReasons.NameOf(StopReason.Converged) ? ": the last one moved W by less than the tolerance" : "")}");
        messages.Console.Write(weights);
        writer.WriteLine($"At the stop: ‖W − W*‖ = {Number(document.DistanceToOptimum)}, C(W) = {Number(document.Loss)}, C(W*) = {Number(document.OptimalLoss)}");
        writer.WriteLine($"Without the stop, after {document.PathWithoutStop[^1].Update} updates: ‖W − W*‖ = {Number(document.DistanceWithoutStop)}, C(W) = {Number(document.PathWithoutStop[^1].Loss)}");

        void Add(string label, CommuteWeightsDocument row) => weights.AddPlainRow(label, Number(row.Intercept), Number(row.Distance), Number(row.Weekday));
    }

    protected override Figure Draw(CommuteDescentDocument document)
    {
        PlotModel path = Chart.New("The path of C(W)");
        path.Axes.Add(Chart.LogAxis(AxisPosition.Bottom, "update"));
        LogarithmicAxis loss = Chart.LogAxis(AxisPosition.Left, "C(W)");
        loss.Minimum = 1;
        loss.Maximum = 100;
        path.Axes.Add(loss);
        path.Series.Add(Chart.Line("without the stop", Chart.Gray, PointsOf(document.PathWithoutStop), 2, 2));
        path.Series.Add(Chart.Line("C(W)", Chart.Blue, PointsOf(document.Path)));
        path.Series.Add(Chart.Points(string.Create(CultureInfo.InvariantCulture, $"stop at update {document.Updates}"), Chart.Vermilion, MarkerType.Diamond, PointsOf(document.Path).TakeLast(1)));
        path.Series.Add(Chart.Line("C(W*)", Chart.Ink, [new(1, document.OptimalLoss), new(document.PathWithoutStop[^1].Update, document.OptimalLoss)], 6, 3));
        path.Legends.Add(Chart.Legend(LegendPosition.TopRight));

        PlotModel fit = CommuteChart.New("Commute time", (document.Weights, "W", []), (document.OptimalWeights, "W*", [6, 3]));
        return Figure.Row(960, 420, path, fit);
    }

    // A logarithmic axis has no place for update 0.
    private static IEnumerable<DataPoint> PointsOf(IEnumerable<PathPointDocument> path)
        => path.Where(point => point.Update > 0).Select(point => new DataPoint(point.Update, point.Loss));

    // About a dozen rows, closer together at the start, where most happens.
    private static IEnumerable<PathPointDocument> Thinned(IReadOnlyList<PathPointDocument> path)
        => Enumerable.Range(0, TableRows).Select(i => (int)Math.Round(Math.Pow(path.Count, i / (TableRows - 1.0))) - 1).Distinct().Select(i => path[i]);

    private static string Number(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);
}
