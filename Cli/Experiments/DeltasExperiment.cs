using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>δ of every neuron of a small network, by the recursion on the device and by central differences. Book, section 4.4.</summary>
internal sealed class DeltasExperiment() : Experiment<DeltasDocument>(
    "deltas",
    "4.4",
    "δ of each layer of a network by the recursion, against central differences in binary64",
    JsonOutput.Default.DeltasDocument)
{
    private const int Features = 3;
    private const int Outputs = 2;
    private const int Samples = 8;

    protected override DeltasDocument Compute(Device device)
    {
        Network network = Network.Create(Features, [new(4, Activation.Tanh), new(4, Activation.Sigmoid), new(Outputs, Activation.Identity)], seed: 1);
        var data = new Dataset(Spread(Samples * Features, 7), Features, Spread(Samples * Outputs, 5), Outputs);
        NetworkGradients found = network.Gradients(device, data, Loss.MeanSquaredError);
        LayerDeltasDocument[] layers = [.. found.Layers.Select((layer, i) => Compare(network, data, i, layer.Deltas))];
        return new DeltasDocument(Name, DeviceNames.Describe(device.Info), Samples, found.Loss, layers.Max(layer => layer.LargestDifference), layers);
    }

    protected override void Describe(DeltasDocument document, Messages messages)
    {
        Table neurons = Tables.WithColumns("layer", "neuron", "δ (recursion)", "δ (central difference)", "difference");
        Table layers = Tables.WithColumns("layer", "activation", "neurons", "largest |δ|", "largest difference");
        foreach (LayerDeltasDocument layer in document.Layers)
        {
            string number = layer.Layer.ToString(CultureInfo.InvariantCulture);
            for (int j = 0; j < layer.Neurons; j++)
            {
                float delta = layer.Deltas[0][j];
                double difference = layer.Differences[0][j];
                neurons.AddPlainRow(number, (j + 1).ToString(CultureInfo.InvariantCulture), Number(delta), Number(difference), Small(delta - difference));
            }
            layers.AddPlainRow(number, layer.Activation, layer.Neurons.ToString(CultureInfo.InvariantCulture), Number(layer.LargestDelta), Small(layer.LargestDifference));
        }
        messages.Writer.WriteLine("The first sample:");
        messages.Console.Write(neurons);
        messages.Writer.WriteLine($"All {document.Samples} samples:");
        messages.Console.Write(layers);
        messages.Writer.WriteLine($"Largest difference: {Small(document.LargestDifference)}");
    }

    protected override Figure Draw(DeltasDocument document)
    {
        PlotModel agreement = Chart.New("δ found in two ways");
        agreement.Axes.Add(Chart.Axis(AxisPosition.Bottom, "central difference"));
        agreement.Axes.Add(Chart.Axis(AxisPosition.Left, "recursion"));
        double largest = document.Layers.Max(layer => layer.LargestDelta);
        agreement.Series.Add(Chart.Line("equal", Chart.Gray, [new(-largest, -largest), new(largest, largest)], 6, 3));
        PlotModel difference = Chart.New("How far they differ");
        difference.Axes.Add(Chart.LogAxis(AxisPosition.Bottom, "|δ|"));
        difference.Axes.Add(Chart.LogAxis(AxisPosition.Left, "|recursion − central difference|"));
        foreach (LayerDeltasDocument layer in document.Layers)
        {
            (OxyColor color, MarkerType marker) = layer.Layer switch { 1 => (Chart.Blue, MarkerType.Circle), 2 => (Chart.Vermilion, MarkerType.Triangle), _ => (Chart.Green, MarkerType.Square) };
            string title = string.Create(CultureInfo.InvariantCulture, $"layer {layer.Layer} ({layer.Activation})");
            (double Delta, double Difference)[] pairs = [.. layer.Deltas.SelectMany((row, i) => row.Select((delta, j) => ((double)delta, layer.Differences[i][j])))];
            agreement.Series.Add(Chart.Points(title, color, marker, pairs.Select(pair => new DataPoint(pair.Difference, pair.Delta)), hollow: true));
            // A logarithmic axis has no place for a difference of 0.
            difference.Series.Add(Chart.Points(title, color, marker, pairs.Where(pair => pair.Delta != pair.Difference).Select(pair => new DataPoint(Math.Abs(pair.Delta), Math.Abs(pair.Delta - pair.Difference))), hollow: true));
        }
        agreement.Legends.Add(Chart.Legend(LegendPosition.TopLeft));
        return Figure.Row(960, 440, agreement, difference);
    }

    private static LayerDeltasDocument Compare(Network network, Dataset data, int layer, float[] deltas)
    {
        int width = network.Layers[layer].Outputs;
        float[][] recursion = [.. deltas.Chunk(width)];
        double[][] differences =
        [
            .. Enumerable.Range(0, data.Count).Select(i => Enumerable.Range(0, width).Select(j => CentralDifferences.Delta(
                network,
                data.Inputs.AsSpan(i * data.Features, data.Features),
                data.Targets.AsSpan(i * data.Outputs, data.Outputs),
                layer,
                j)).ToArray()),
        ];
        return new LayerDeltasDocument(
            layer + 1,
            network.Layers[layer].Activation.ToString().ToLowerInvariant(),
            width,
            recursion,
            differences,
            deltas.Max(delta => (double)Math.Abs(delta)),
            recursion.SelectMany((row, i) => row.Select((delta, j) => Math.Abs(delta - differences[i][j]))).Max());
    }

    // Quarters between −1.5 and 1.5 in no particular order.
    private static float[] Spread(int count, int stride) => [.. Enumerable.Range(1, count).Select(i => ((i * stride % 13) - 6) / 4f)];

    private static string Number(double value) => value.ToString("0.000000000", CultureInfo.InvariantCulture);

    private static string Small(double value) => value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
