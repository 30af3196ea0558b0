namespace NeuralGpu.Cli;

/// <summary>Refuses options that make no sense together, before any data is read.</summary>
internal static class OptionConflicts
{
    /// <summary>Lets the options pass or names the first that cannot be meant.</summary>
    public static void Refuse(TrainRequest request)
    {
        if (request.Model is { Output: { } output, Loss: { } loss })
            Pairing.RequireAllowed(output, loss);
        if (request.Model.Kind is ModelKind.Linear or ModelKind.Perceptron)
            RefuseAny(OfHiddenLayers(request), request.Model.Kind.Value, "it has no hidden layers and starts at zero", "mlp");
        if (request.Model.Kind == ModelKind.Perceptron)
            RefuseAny(OfDescent(request), ModelKind.Perceptron, "its rule takes the samples one by one in their order and corrects each mistake by the learning rate", "mlp or linear");
        if (request.Model.Hidden is { Count: 0 } && request.Penalties.Dropout > 0)
            throw new BadInputException("--dropout leaves out outputs of hidden layers, but --hidden none has no such layer; leave --dropout out, or give widths such as --hidden 32.");
        if (request.Penalties.WeightDecay is not null && request.Descent.Optimizer != OptimizerKind.AdamW)
            throw new BadInputException($"--weight-decay belongs to --optimizer adamw, but the optimizer is {Choices.Optimizers.NameOf(request.Descent.Optimizer ?? OptimizerKind.Sgd)}; expected --optimizer adamw, or the penalty --l2.");
        RefuseStopping(request.Stopping, request.Rows);
    }

    private static void RefuseStopping(StoppingRequest stopping, RowRequest rows)
    {
        if (stopping.EarlyStopping is not { } metric)
        {
            foreach ((string option, bool given) in new[] { ("--patience", stopping.Patience is not null), ("--min-change", stopping.MinimumChange is not null) })
            {
                if (given)
                    throw new BadInputException($"{option} says how long to wait for an improvement, but not of what; expected --early-stopping with one of {Choices.Metrics.Words.Replace("|", ", ", StringComparison.Ordinal)}.");
            }
        }
        else if (metric != Metric.TrainingLoss && !(rows.Validation > 0))
        {
            throw new BadInputException($"--early-stopping: found '{Choices.Metrics.NameOf(metric)}', which is measured on validation rows, but none are held out; expected --validation with a fraction such as 0.1, or --early-stopping loss.");
        }
    }

    private static void RefuseAny(IEnumerable<(string Option, bool Given)> options, ModelKind model, string reason, string others)
    {
        foreach ((string option, bool given) in options)
        {
            if (given)
                throw new BadInputException($"{option} does not go with --model {Choices.Models.NameOf(model)}: {reason}; leave {option} out, or use --model {others}.");
        }
    }

    private static IEnumerable<(string Option, bool Given)> OfHiddenLayers(TrainRequest request) =>
    [
        ("--hidden", request.Model.Hidden is not null),
        ("--activation", request.Model.Activation is not null),
        ("--init", request.Model.Initialization is not null),
        ("--dropout", request.Penalties.Dropout is not null),
    ];

    private static IEnumerable<(string Option, bool Given)> OfDescent(TrainRequest request) =>
    [
        ("--output", request.Model.Output is not null),
        ("--loss", request.Model.Loss is not null),
        ("--optimizer", request.Descent.Optimizer is not null),
        ("--schedule", request.Descent.Schedule is not null),
        ("--warm-up", request.Descent.WarmUp is not null),
        ("--batch", request.Descent.Batch is not null),
        ("--sampling", request.Descent.Sampling is not null),
        ("--l2", request.Penalties.L2 is not null),
        ("--l1", request.Penalties.L1 is not null),
        ("--weight-decay", request.Penalties.WeightDecay is not null),
        ("--clip-norm", request.Penalties.ClipNorm is not null),
        ("--class-weight", request.Penalties.ClassWeight is not null),
        ("--tolerance", request.Stopping.Tolerance is not null),
        ("--early-stopping", request.Stopping.EarlyStopping is not null),
    ];
}
