namespace NeuralGpu.Bench;

/// <summary>A fit of one size, measured.</summary>
/// <param name="Size">What grows.</param>
/// <param name="Samples">Samples of an epoch.</param>
/// <param name="EpochSeconds">Seconds of an epoch.</param>
/// <param name="PredictedBytes">Device memory that the fit was said to take.</param>
/// <param name="TakenBytes">Device memory that it took.</param>
internal sealed record GrowthPoint(long Size, int Samples, double EpochSeconds, long PredictedBytes, long TakenBytes)
{
    /// <summary>Seconds a sample of an epoch.</summary>
    public double SampleSeconds => EpochSeconds / Samples;
}
