namespace NeuralGpu.Bench;

/// <summary>The size from which a device is faster than the CPU: the least one measured from which on it is so at every size measured on both.</summary>
/// <param name="From">That size; null when it is slower at the largest one.</param>
/// <param name="UpTo">The largest size measured on both.</param>
/// <param name="Always">Whether it is faster at the smallest size too.</param>
internal sealed record Crossover(long? From, long UpTo, bool Always)
{
    /// <summary>The crossover of two series over the same ascending sizes; null when nothing was measured on both.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="cpu">Seconds of the CPU, null where not measured.</param>
    /// <param name="device">Seconds of the device.</param>
    /// <exception cref="ArgumentException">The series are not equally long.</exception>
    public static Crossover? Of(IReadOnlyList<long> sizes, IReadOnlyList<double?> cpu, IReadOnlyList<double?> device)
    {
        if (cpu.Count != sizes.Count || device.Count != sizes.Count)
            throw new ArgumentException($"There are {sizes.Count} sizes, but {cpu.Count} times of the CPU and {device.Count} of the device.", nameof(device));
        int[] both = [.. Enumerable.Range(0, sizes.Count).Where(i => cpu[i] is not null && device[i] is not null)];
        if (both.Length == 0)
            return null;
        int wins = both.Reverse().TakeWhile(i => device[i] < cpu[i]).Count();
        return new Crossover(wins == 0 ? null : sizes[both[^wins]], sizes[both[^1]], wins == both.Length);
    }

    /// <summary>In words, such as <c>from 512 on</c>.</summary>
    public string InWords(Func<long, string> name) => this switch
    {
        { From: null } => $"not up to {name(UpTo)}",
        { Always: true } => $"at every size, from {name(From.Value)} on",
        _ => $"from {name(From.Value)} on",
    };
}
