using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Two species of iris by two measures, told apart by a line that mini-batch SGD finds with the squared hinge loss. Book, section 2.2.2.</summary>
internal sealed class FlowersMiniBatchSgdExperiment() : Experiment<FlowersDocument>(
    "flowers-mini-batch-sgd",
    "2.2.2",
    "two species of iris by mini-batch SGD with the squared hinge loss: accuracy and decision line",
    JsonOutput.Default.FlowersDocument)
{
    private const int Setosa = 0;
    private const int Versicolor = 1;

    // The sepals' length and width: the two species lie close together, so that the line has to be found.
    private static readonly int[] Measures = [0, 1];

    private static readonly TrainingOptions Options = new()
    {
        Loss = Loss.SquaredHinge,
        LearningRate = 0.05f,
        Schedule = Schedule.InverseSqrt,
        BatchSize = 10,
        Epochs = 500,
    };

    protected override FlowersDocument Compute(Device device)
    {
        LabeledData flowers = TwoSpecies();
        (LabeledData training, LabeledData test) = flowers.SplitStratified(0.2, Options.Seed);
        Dataset trainingSet = training.ToDataset(1, Options.Loss), testSet = test.ToDataset(1, Options.Loss);
        TrainingResult result = new Trainer(device, Options).Fit(Network.CreateLinear(Measures.Length), trainingSet);
        DenseLayer layer = result.Network.Layers[0];
        FlowerDocument[] trainFlowers = Classify(trainingSet), testFlowers = Classify(testSet);
        return new FlowersDocument(
            Name,
            DeviceNames.Describe(device.Info),
            flowers.Classes![Setosa],
            flowers.Classes[Versicolor],
            flowers.FeatureNames,
            Options.LearningRate,
            Options.Schedule.ToString(),
            Options.BatchSize,
            result.History.Count,
            result.Updates,
            result.Network.Evaluate(device, trainingSet, Options.Loss).Loss,
            Accuracy(trainFlowers),
            Accuracy(testFlowers),
            new DecisionLineDocument(layer.Weights[0], layer.Weights[1], layer.Biases[0]),
            result.Network.WeightsSha256(),
            trainFlowers,
            testFlowers);

        FlowerDocument[] Classify(Dataset data)
        {
            float[] z = result.Network.Predict(device, data.Inputs);
            return [.. z.Select((value, i) => new FlowerDocument(data.Inputs[2 * i], data.Inputs[(2 * i) + 1], data.Targets[i], value))];
        }
    }

    protected override void Describe(FlowersDocument document, Messages messages)
    {
        TextWriter writer = messages.Writer;
        writer.WriteLine($"{document.Negative} (−1) and {document.Positive} (+1) by {Words(document.Features[0])} (x₁) and {Words(document.Features[1])} (x₂)");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learning rate {document.LearningRate}, schedule {document.Schedule}, {document.BatchSize} samples an update, {document.Epochs} epochs, {document.Updates} updates"));
        Table table = Tables.WithColumns("", "samples", "accuracy");
        table.AddPlainRow("training", document.TrainSamples.Count.ToString(CultureInfo.InvariantCulture), document.TrainAccuracy.ToString("0.0000", CultureInfo.InvariantCulture));
        table.AddPlainRow("held out", document.TestSamples.Count.ToString(CultureInfo.InvariantCulture), document.TestAccuracy.ToString("0.0000", CultureInfo.InvariantCulture));
        messages.Console.Write(table);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"C(W) = {document.TrainLoss:0.000000}"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decision line: {document.Line.W1:0.000000}·x₁ {Signed(document.Line.W2)}·x₂ {Signed(document.Line.B)} = 0"));
    }

    protected override Figure Draw(FlowersDocument document)
    {
        PlotModel chart = Chart.New($"{document.Negative} and {document.Positive}");
        LinearAxis first = Chart.Axis(AxisPosition.Bottom, $"{Words(document.Features[0])} (cm)");
        LinearAxis second = Chart.Axis(AxisPosition.Left, $"{Words(document.Features[1])} (cm)");
        FlowerDocument[] all = [.. document.TrainSamples, .. document.TestSamples];
        (first.Minimum, first.Maximum) = (all.Min(flower => flower.X1) - 0.3, all.Max(flower => flower.X1) + 0.3);
        (second.Minimum, second.Maximum) = (all.Min(flower => flower.X2) - 0.3, all.Max(flower => flower.X2) + 0.3);
        chart.Axes.Add(first);
        chart.Axes.Add(second);
        Add(document.Negative, -1, Chart.Blue, MarkerType.Circle);
        Add(document.Positive, 1, Chart.Vermilion, MarkerType.Triangle);
        chart.Series.Add(Chart.Line("w·x + b = 0", Chart.Ink, Line(0)));
        chart.Series.Add(Chart.Line("w·x + b = ±1", Chart.Gray, [.. Line(-1), DataPoint.Undefined, .. Line(1)], 6, 3));
        Legend legend = Chart.Legend(LegendPosition.RightTop);
        legend.LegendPlacement = LegendPlacement.Outside;
        chart.Legends.Add(legend);
        return Figure.Row(820, 480, chart);

        void Add(string species, float label, OxyColor color, MarkerType marker)
        {
            chart.Series.Add(Chart.Points(species, color, marker, PointsOf(document.TrainSamples, label)));
            chart.Series.Add(Chart.Points($"{species}, held out", color, marker, PointsOf(document.TestSamples, label), hollow: true));
        }

        DataPoint[] Line(double value) => [new(first.Minimum, document.Line.SecondAt(first.Minimum, value)), new(first.Maximum, document.Line.SecondAt(first.Maximum, value))];
    }

    private static LabeledData TwoSpecies()
    {
        LabeledData iris = BuiltInData.Load("iris");
        LabeledData rows = iris.Select([.. Enumerable.Range(0, iris.Count).Where(i => iris.ClassIndices![i] is Setosa or Versicolor)]);
        return LabeledData.ForClassification(
            [.. Enumerable.Range(0, rows.Count).SelectMany(i => Measures.Select(measure => rows.Features[(i * rows.FeatureCount) + measure]))],
            [.. Measures.Select(measure => rows.FeatureNames[measure])],
            rows.TargetName,
            [.. rows.Classes!.Take(2)],
            rows.ClassIndices!);
    }

    // The 0-1 loss counts a sample on the line as an error. Book, section 1.4.
    private static double Accuracy(FlowerDocument[] flowers) => flowers.Count(flower => flower.Y * flower.Z > 0) / (double)flowers.Length;

    private static IEnumerable<DataPoint> PointsOf(IEnumerable<FlowerDocument> flowers, float label)
        => flowers.Where(flower => flower.Y == label).Select(flower => new DataPoint(flower.X1, flower.X2));

    private static string Words(string featureName) => featureName.Replace('_', ' ');

    private static string Signed(double value) => string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? '−' : '+')} {Math.Abs(value):0.000000}");
}
