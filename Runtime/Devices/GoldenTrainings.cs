namespace NeuralGpu;

/// <summary>Small trainings whose weights are known, bit for bit.</summary>
public static class GoldenTrainings
{
    /// <summary>Version of the contract that the expected hashes belong to.</summary>
    public const int ContractVersion = 1;

    /// <summary>Runs every golden training on a device.</summary>
    public static IEnumerable<GoldenResult> Run(Device device) => throw new NotSupportedException();
}
