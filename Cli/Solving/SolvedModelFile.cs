using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Writes what <c>solve</c> found as a model file.</summary>
internal static class SolvedModelFile
{
    public static void Write(string path, LeastSquaresResult result, SampleSource samples, LeastSquaresOptions options, SolveRequest request)
    {
        var training = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["data"] = Path.GetFileName(request.Data),
            ["samples"] = result.Samples.ToString(CultureInfo.InvariantCulture),
            ["penalties"] = string.Join(',', result.Targets.Select(fit => fit.Penalty.ToString("R", CultureInfo.InvariantCulture))),
            ["intercept"] = options.Intercept.ToString(),
            ["method"] = result.Targets[0].Method,
            ["device"] = result.ComputedOn,
        };
        new SolvedModel(result.Model, samples.FeatureNames, samples.TargetNames, training) { Degree = options.Degree }.Save(path);
    }
}
