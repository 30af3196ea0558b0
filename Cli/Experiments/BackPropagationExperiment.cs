using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>The worked graph of the book: u = wx, ŷ = u + b, e = ŷ − y, c = e² with w = 5, x = 1, b = 1, y = 2. Book, section 4.2, figures 4.2–4.4; e is ŷ − y, the book's sign is off.</summary>
internal sealed class BackPropagationExperiment() : Experiment<BackPropagationDocument>(
    "back-propagation",
    "4.2, figures 4.2–4.4",
    "the worked graph: every number of the forward pass and every gradient",
    JsonOutput.Default.BackPropagationDocument)
{
    private const float X = 1;
    private const float W = 5;
    private const float B = 1;
    private const float Y = 2;

    // A node is a layer of one neuron, so that the library's own pass gives the number and δ of each; e is brought to 0.
    protected override BackPropagationDocument Compute(Device device)
    {
        var graph = new Network(
        [
            new DenseLayer(1, 1, Activation.Identity, [W], [0]),  // u = wx
            new DenseLayer(1, 1, Activation.Identity, [1], [B]),  // ŷ = u + b
            new DenseLayer(1, 1, Activation.Identity, [1], [-Y]), // e = ŷ − y
        ]);
        NetworkGradients found = graph.Gradients(device, new Dataset([X], 1, [0], 1), Loss.MeanSquaredError);
        LayerGradients u = found.Layers[0], yHat = found.Layers[1], e = found.Layers[2];
        // The library's loss is ½e², so everything that is differentiated doubles for c = e².
        return new BackPropagationDocument(
            Name,
            DeviceNames.Describe(device.Info),
            new GraphNumbersDocument(X, W, B, Y, u.Outputs[0], yHat.Outputs[0], e.Outputs[0], 2 * found.Loss),
            new GraphNumbersDocument(
                2 * found.Inputs[0],
                2 * u.Weights[0],
                2 * yHat.Biases[0],
                -2 * e.Biases[0], // The last bias is −y.
                2 * u.Deltas[0],
                2 * yHat.Deltas[0],
                2 * e.Deltas[0],
                1));
    }

    protected override void Describe(BackPropagationDocument document, Messages messages)
    {
        GraphNumbersDocument forward = document.Forward, gradient = document.Gradients;
        Table table = Tables.WithColumns("node", "computed as", "forward", "∂c/∂node");
        Add("x", "input", forward.X, gradient.X);
        Add("w", "parameter", forward.W, gradient.W);
        Add("b", "parameter", forward.B, gradient.B);
        Add("y", "target", forward.Y, gradient.Y);
        Add("u", "w·x", forward.U, gradient.U);
        Add("ŷ", "u + b", forward.YHat, gradient.YHat);
        Add("e", "ŷ − y", forward.E, gradient.E);
        Add("c", "e²", forward.C, gradient.C);
        messages.Console.Write(table);

        void Add(string node, string computed, double value, double slope)
            => table.AddPlainRow(node, computed, value.ToString(CultureInfo.InvariantCulture), slope.ToString(CultureInfo.InvariantCulture));
    }

    protected override Figure Draw(BackPropagationDocument document) => ComputationGraph.Draw(document.Forward, document.Gradients);
}
