namespace NeuralGpu;

/// <summary>The small trainings and fits that every device must reproduce, bit for bit.</summary>
/// <remarks>Between them they cover every trainer, optimizer, schedule, loss, penalty and sampling.</remarks>
public static class GoldenTrainings
{
    /// <summary>Version of the contract that the expected hashes belong to.</summary>
    public const int ContractVersion = 1;

    /// <summary>Small enough for every device, ILGPU's simulator too.</summary>
    public static GoldenTraining Tiny => GoldenNetworks.Tiny;

    /// <summary>All of them, by kind.</summary>
    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        .. GoldenNetworks.All,
        .. GoldenOptimizers.All,
        .. GoldenMargins.All,
        .. GoldenPerceptrons.All,
        .. GoldenLinearModels.All,
    ];

    /// <summary>Runs every golden training on a device, one after the other.</summary>
    /// <remarks>On <see cref="DeviceKind.Simulator"/> only <see cref="Tiny"/>: the others would take hours there.</remarks>
    public static IEnumerable<GoldenResult> Run(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        IEnumerable<GoldenCase> cases = device.Info.Kind == DeviceKind.Simulator ? [Tiny] : All;
        return cases.Select(golden => golden.Run(device));
    }
}
