namespace NeuralGpu.Cli;

/// <summary>Refuses options of <c>solve</c> that make no sense together.</summary>
internal static class SolveConflicts
{
    /// <summary>Lets the options pass, or names the first that cannot be meant, before any data is read.</summary>
    public static void Refuse(SolveRequest request)
    {
        int penalties = request.Penalties?.Count ?? 0;
        if (penalties > 0 && request.MinimumNorm)
            throw new BadInputException("--minimum-norm does not go with --ridge: a penalty already leaves one solution; leave one of the two out.");
        if (request.FreeIntercept && request.NoIntercept)
            throw new BadInputException("--free-intercept does not go with --no-intercept; leave one of the two out.");
        if (request.Choose is not null && penalties < 2)
            throw new BadInputException($"--choose: found {(penalties == 0 ? "no λ" : "one λ")} to choose from, expected --ridge with two or more, such as --ridge 0.01,0.1,1.");
        if (request.Choose is not PenaltyChoice.KFold && (request.Folds is not null || request.Seed is not null))
            throw new BadInputException($"{(request.Folds is not null ? "--folds" : "--seed")} says how rows are left out, but none are; expected --choose k-fold with it.");
    }

    /// <summary>Lets the options pass for these columns, or says what does not fit.</summary>
    public static void Refuse(SolveRequest request, SampleSource samples)
    {
        if (request.Degree > 1 && samples.FeatureNames.Count > 1)
            throw new BadInputException($"--degree: found {request.Degree} with {samples.FeatureNames.Count} features ({string.Join(", ", samples.FeatureNames.Take(5))}{(samples.FeatureNames.Count > 5 ? ", …" : "")}), expected a single feature to take powers of; name it with --features.");
    }
}
