using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The launches of a training step, recorded for each batch size: most epochs have one, and a smaller one at the end.</summary>
internal sealed class StepGraphs(ExecutionTarget target, Action<int> queue) : IDisposable
{
    // Null when the batch size has come up once.
    private readonly Dictionary<int, LaunchGraph?> graphs = [];

    /// <summary>Queues the step of so many rows.</summary>
    public void Run(int rows)
    {
        if (!graphs.TryGetValue(rows, out LaunchGraph? graph))
        {
            // The first time loads kernels, which cannot be done while launches are recorded.
            queue(rows);
            graphs.Add(rows, null);
            return;
        }
        if (graph is null)
            graphs[rows] = graph = new LaunchGraph(target, () => queue(rows));
        graph.Launch();
    }

    public void Dispose()
    {
        foreach (LaunchGraph? graph in graphs.Values)
            graph?.Dispose();
    }
}
