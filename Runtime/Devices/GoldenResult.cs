namespace NeuralGpu;

/// <summary>How one golden training came out on a device.</summary>
/// <param name="Case">Name of the training.</param>
/// <param name="Sha256">Hash of what the device reached.</param>
/// <param name="Expected">Hash that the contract's version asks for.</param>
public sealed record GoldenResult(string Case, string Sha256, string Expected)
{
    /// <summary>Whether the two are equal.</summary>
    public bool Ok => Sha256 == Expected;
}
