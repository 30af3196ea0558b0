using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NeuralGpu.Bench.TorchSharp;

/// <summary>Training steps and epochs of a network with softmax and cross-entropy by plain SGD.</summary>
internal sealed class Training
{
    private readonly Sequential layers;
    private readonly optim.Optimizer optimizer;
    private readonly Tensor x;
    private readonly Tensor y;

    private Training(string network, string activation, int samples)
    {
        int[] widths = [.. network.Split('-').Select(Tasks.Number)];
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (int i = 1; i < widths.Length; i++)
        {
            modules.Add(nn.Linear(widths[i - 1], widths[i]));
            // The loss has the last layer's softmax in it.
            if (i < widths.Length - 1)
                modules.Add(Activation(activation));
        }
        layers = nn.Sequential(modules);
        optimizer = optim.SGD(layers.parameters(), 0.1);
        x = Tasks.Uniform(samples, widths[0], 0, 1);
        y = randint(widths[^1], new long[] { samples });
    }

    /// <summary>Updates from one batch: NETWORK ACTIVATION BATCH.</summary>
    public static Func<double> Step(PeerProgram program, string[] words)
    {
        var training = new Training(words[0], words[1], Tasks.Number(words[2]));
        return program.Turn(() => training.Update(training.x, training.y));
    }

    /// <summary>The same, once and at once.</summary>
    public static Func<double> FirstStep(string[] words)
    {
        var training = new Training(words[0], words[1], Tasks.Number(words[2]));
        return () =>
        {
            training.Update(training.x, training.y);
            return 0;
        };
    }

    /// <summary>A visit of all samples, in batches: NETWORK ACTIVATION BATCH SAMPLES.</summary>
    public static Func<double> Epoch(PeerProgram program, string[] words)
    {
        var training = new Training(words[0], words[1], Tasks.Number(words[3]));
        int batch = Tasks.Number(words[2]);
        return program.LongTurn(() => training.Visit(batch));
    }

    private void Visit(int batch)
    {
        using Tensor order = randperm(x.shape[0]);
        foreach (Tensor rows in order.split(batch))
        {
            using Tensor inputs = x.index_select(0, rows);
            using Tensor targets = y.index_select(0, rows);
            Update(inputs, targets);
            rows.Dispose();
        }
    }

    private void Update(Tensor inputs, Tensor targets)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(layers.forward(inputs), targets).backward();
        optimizer.step();
    }

    private static nn.Module<Tensor, Tensor> Activation(string name) => name switch
    {
        "sigmoid" => nn.Sigmoid(),
        "relu" => nn.ReLU(),
        "tanh" => nn.Tanh(),
        _ => throw new ArgumentException($"'{name}' is not sigmoid, relu or tanh."),
    };
}
