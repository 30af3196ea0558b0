namespace NeuralGpu.Cli;

/// <summary>The commute model: minutes = intercept + distance · kilometres + weekday · (1 on a weekday).</summary>
internal sealed record CommuteWeightsDocument(double Intercept, double Distance, double Weekday)
{
    /// <summary>The weights of a linear network that was trained on <see cref="CommuteData"/>.</summary>
    public static CommuteWeightsDocument Of(Network network) => new(network.Layers[0].Biases[0], network.Layers[0].Weights[0], network.Layers[0].Weights[1]);

    /// <summary>‖W − W′‖, Euclidean.</summary>
    public double DistanceTo(CommuteWeightsDocument other)
        => Math.Sqrt(Math.Pow(Intercept - other.Intercept, 2) + Math.Pow(Distance - other.Distance, 2) + Math.Pow(Weekday - other.Weekday, 2));

    /// <summary>The minutes that the model says.</summary>
    public double Predict(double kilometres, double weekday) => Intercept + (Distance * kilometres) + (Weekday * weekday);
}
