namespace NeuralGpu.Bench;

/// <summary>A kind of work that every device does at several sizes.</summary>
/// <param name="Name">What it is.</param>
/// <param name="SizeName">What the sizes are.</param>
/// <param name="Unit">What is shown of a time.</param>
/// <param name="Sizes">The sizes, ascending.</param>
/// <param name="Label">A size in words.</param>
/// <param name="Amount">How much work a size is, in what the unit counts.</param>
/// <param name="Prepare">Allocates and fills what a size needs on a device.</param>
internal sealed record Work(
    string Name,
    string SizeName,
    Unit Unit,
    IReadOnlyList<long> Sizes,
    Func<long, string> Label,
    Func<long, double> Amount,
    Func<Device, long, WorkBody> Prepare);
