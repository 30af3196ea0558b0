using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The value of <c>--batch</c> as it is written.</summary>
internal static class BatchInWords
{
    public const string Full = "full";

    public static string Format(int batch) => batch == TrainingOptions.FullBatch ? Full : batch.ToString(CultureInfo.InvariantCulture);
}
