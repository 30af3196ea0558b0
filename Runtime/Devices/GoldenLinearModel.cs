namespace NeuralGpu;

/// <summary>A small linear model by the normal equations, in binary64, whose coefficients are known.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of intercepts and coefficients under the contract's version.</param>
/// <param name="Samples">Rows of the made data.</param>
/// <param name="Inputs">Columns of the made data.</param>
/// <param name="Outputs">Targets a row.</param>
/// <param name="Seed">Seed of the made data.</param>
/// <param name="Penalty">λ of ridge regression, on the intercept too; 0 for least squares.</param>
/// <param name="Degree">Above 1: a polynomial of this degree in the first input.</param>
public sealed record GoldenLinearModel(string Name, string Expected, int Samples, int Inputs, int Outputs, ulong Seed, double Penalty, int Degree = 1)
    : GoldenCase(Name, Expected)
{
    /// <summary>The data: as for a <see cref="GoldenTraining"/> with classes, every number a multiple of 2⁻²³.</summary>
    public Dataset CreateData() => GoldenData.Draw(Seed, Samples, Inputs, Outputs, low: 0f);

    private protected override string Hash(Device device)
    {
        Dataset data = CreateData();
        LinearModel model = Fit(device, [.. data.Inputs], [.. data.Targets]).Model;
        return GoldenHash.Of([], [.. model.Intercepts, .. model.Coefficients]);
    }

    private LinearFit Fit(Device device, double[] inputs, double[] targets)
    {
        if (Degree > 1)
            return new PolynomialRegression(device, Degree).Fit([.. Enumerable.Range(0, Samples).Select(row => inputs[row * Inputs])], targets, Outputs);
        return Penalty > 0 ? new RidgeRegression(device, Penalty).Fit(inputs, Inputs, targets, Outputs) : new LinearRegression(device).Fit(inputs, Inputs, targets, Outputs);
    }
}
