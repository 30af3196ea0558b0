namespace NeuralGpu;

/// <summary>How much a data set's targets vary: what R² compares with.</summary>
internal static class TargetVariation
{
    /// <summary>Σ(y − ȳ)² over all outputs, ȳ each output's mean; NaN rather than 0 for constant targets, so that R² is NaN.</summary>
    public static double Of(Dataset data)
    {
        double total = 0;
        for (int j = 0; j < data.Outputs; j++)
        {
            double mean = 0;
            for (int i = 0; i < data.Count; i++)
                mean += data.Targets[(i * data.Outputs) + j];
            mean /= data.Count;
            for (int i = 0; i < data.Count; i++)
                total += (data.Targets[(i * data.Outputs) + j] - mean) * (data.Targets[(i * data.Outputs) + j] - mean);
        }
        return total > 0 ? total : double.NaN;
    }
}
