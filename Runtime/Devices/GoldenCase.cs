namespace NeuralGpu;

/// <summary>A small computation on made data whose result is known, bit for bit.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of the result under the contract's version.</param>
public abstract record GoldenCase(string Name, string Expected)
{
    /// <summary>Computes it on a device.</summary>
    /// <exception cref="InvalidOperationException">A training did not complete.</exception>
    public GoldenResult Run(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new GoldenResult(Name, Hash(device), Expected);
    }

    private protected abstract string Hash(Device device);
}
