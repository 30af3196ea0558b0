namespace NeuralGpu.Cli;

/// <summary>A linear model's coefficients in the units of the features as given: with the network's weights w and x' = (x − offset)/scale they are w/scale, and the intercept is b − Σ w·offset/scale, in binary64.</summary>
internal static class Coefficients
{
    public const string Intercept = "intercept";

    /// <summary>The coefficients class by class, each time the intercept first; null for a network of several layers.</summary>
    public static IReadOnlyList<CoefficientDocument>? Of(TrainedModel model)
    {
        if (model.Network.Layers is not [DenseLayer layer])
            return null;
        string[] names = PowerExpansion.Names(model.FeatureNames, model.Degree);
        var coefficients = new List<CoefficientDocument>();
        for (int output = 0; output < layer.Outputs; output++)
        {
            string? label = layer.Outputs > 1 ? model.Classes![output] : null;
            double intercept = layer.Biases[output];
            int place = coefficients.Count;
            for (int input = 0; input < layer.Inputs; input++)
            {
                double value = layer.Weights[(input * layer.Outputs) + output] / (double)model.Standardization.Scales[input];
                intercept -= value * model.Standardization.Offsets[input];
                coefficients.Add(new(names[input], value) { Class = label });
            }
            coefficients.Insert(place, new(Intercept, intercept) { Class = label });
        }
        return coefficients;
    }
}
