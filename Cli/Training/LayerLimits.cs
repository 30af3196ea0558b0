namespace NeuralGpu.Cli;

/// <summary>Refuses layers that no array holds.</summary>
internal static class LayerLimits
{
    public static void Require(TrainPlan plan)
    {
        if ((long)plan.Features * plan.Degree > Array.MaxLength)
            throw new BadInputException($"--degree {plan.Degree}: {plan.Features} features would become {(long)plan.Features * plan.Degree} inputs, more than the {Array.MaxLength} that an array holds; choose a lower degree.");
        int before = plan.Inputs;
        foreach (int width in plan.Hidden.Append(plan.Outputs))
        {
            if ((long)before * width > Array.MaxLength)
                throw new BadInputException($"--hidden {HiddenWidths.Format(plan.Hidden)}: a layer from {before} to {width} has {(long)before * width} weights, more than the {Array.MaxLength} that an array holds; choose narrower layers.");
            before = width;
        }
    }
}
