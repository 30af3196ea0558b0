namespace NeuralGpu.Cli;

/// <summary>Chooses the output activation and the loss, which belong together.</summary>
internal static class Pairing
{
    private const string Allowed = "allowed are softmax with cross-entropy, sigmoid with binary-cross-entropy, identity with hinge, squared-hinge or logistic, and sigmoid, tanh or identity with mse";

    /// <summary>Fills in what was not given and refuses what does not fit.</summary>
    /// <param name="task">What is learnt.</param>
    /// <param name="output">The output activation asked for; null: the one that suits.</param>
    /// <param name="loss">The loss asked for; null: the one that suits.</param>
    public static (Activation Output, Loss Loss) Resolve(LearningTask task, Activation? output, Loss? loss)
    {
        Activation chosenOutput = output ?? DefaultOutput(task, loss);
        Loss chosenLoss = loss ?? DefaultLoss(task, chosenOutput);
        RequireAllowed(chosenOutput, chosenLoss);
        if (task == LearningTask.Regress && chosenLoss != Loss.MeanSquaredError)
            throw new BadInputException($"--loss {Choices.Losses.NameOf(chosenLoss)} compares {(chosenLoss.IsMargin() ? "scores" : "probabilities")} of classes, but the task is regress; expected --loss mse, or --task classify.");
        return (chosenOutput, chosenLoss);
    }

    /// <summary>Refuses a pair that the library refuses, in the words of the options.</summary>
    public static void RequireAllowed(Activation output, Loss loss)
    {
        try
        {
            LossPairing.Check(output, loss);
        }
        catch (ArgumentException)
        {
            throw new BadInputException($"--output {Choices.Outputs.NameOf(output)} and --loss {Choices.Losses.NameOf(loss)} do not go together; {Allowed}.");
        }
    }

    private static Activation DefaultOutput(LearningTask task, Loss? loss) => (task, loss) switch
    {
        (_, Loss.CrossEntropy) => Activation.Softmax,
        (_, Loss.BinaryCrossEntropy) => Activation.Sigmoid,
        (LearningTask.Regress, _) => Activation.Identity,
        (_, { } margin) when margin.IsMargin() => Activation.Identity,
        (_, Loss.MeanSquaredError) => Activation.Sigmoid,
        _ => Activation.Softmax,
    };

    private static Loss DefaultLoss(LearningTask task, Activation output) => (task, output) switch
    {
        (_, Activation.Softmax) => Loss.CrossEntropy,
        (LearningTask.Classify, Activation.Sigmoid) => Loss.BinaryCrossEntropy,
        _ => Loss.MeanSquaredError,
    };
}
