using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The operations that a device has loaded: each kernel is compiled once a device, when it is first needed.</summary>
internal sealed class OperationCache(ExecutionTarget target)
{
    private readonly Dictionary<Type, object> loaded = [];

    /// <summary>The operation of that type, loaded by <paramref name="load"/> the first time.</summary>
    public T Get<T>(Func<ExecutionTarget, T> load)
        where T : class
    {
        // Loads are serialised: the CUDA driver's JIT can fail when several first loads run at once.
        lock (loaded)
        {
            if (!loaded.TryGetValue(typeof(T), out object? operation))
                loaded.Add(typeof(T), operation = load(target));
            return (T)operation;
        }
    }
}
