namespace NeuralGpu.Cli;

/// <summary>Finds what DATA of <c>solve</c> names.</summary>
internal static class SolveData
{
    public const string Description = "A CSV file with a header row, a matrix in a NumPy file (.npy, columns x0, x1, …), or a built-in data set (iris, digits). Files may be larger than the memory.";

    public static bool IsNpy(string data) => Path.GetExtension(data).Equals(".npy", StringComparison.OrdinalIgnoreCase);

    public static SampleSource Open(SolveRequest request)
    {
        string data = request.Data;
        if (IsNpy(data) && File.Exists(data))
            return SampleSource.FromNpy(data, request.Targets, request.Features, request.Weights);
        bool isBuiltIn = BuiltInData.Names.Contains(data);
        if (!isBuiltIn && !File.Exists(data))
            throw new BadInputException($"{data}: found {(Directory.Exists(data) ? "a folder" : "no such file or built-in data set")}, expected a CSV file, a .npy file, or one of the built-in sets {string.Join(", ", BuiltInData.Names)}.");
        if (request.Targets is null)
            throw new BadInputException($"--target: found none, expected the columns of {data} that are to be explained; name one or more of them.");
        return isBuiltIn
            ? BuiltInData.Samples(data, request.Targets, request.Features, request.Weights)
            : SampleSource.FromCsv(data, request.Targets, request.Features, request.Weights);
    }
}
