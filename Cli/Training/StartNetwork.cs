namespace NeuralGpu.Cli;

/// <summary>The network that a fit starts from.</summary>
internal static class StartNetwork
{
    /// <summary>A linear model and a perceptron start at zero. An mlp is drawn; for values its output's bias is the mean of the training targets, so that training need not first cover their offset.</summary>
    public static Network For(TrainPlan plan, Dataset training)
    {
        if (plan.Model != ModelKind.Mlp)
            return new Network([new DenseLayer(plan.Inputs, plan.Outputs, plan.Output, new float[plan.Inputs * plan.Outputs], new float[plan.Outputs])]);
        Network network = Network.Create(
            plan.Inputs,
            [.. plan.Hidden.Select(width => new LayerShape(width, plan.Activation)), new LayerShape(plan.Outputs, plan.Output)],
            plan.Training.Seed,
            plan.Initialization);
        if (plan.Task == LearningTask.Regress && plan.Output == Activation.Identity)
            network.Layers[^1].Biases[0] = (float)training.Targets.Average(target => (double)target);
        return network;
    }
}
