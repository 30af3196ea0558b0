namespace NeuralGpu;

/// <summary>A linear model in binary64, as <see cref="LeastSquaresSolver"/> finds it, with everything that predicting from new rows needs.</summary>
/// <param name="Model">Its features are those of <see cref="FeatureNames"/>, or, with a <see cref="Degree"/> above 1, the powers x, x², …, xᵐ of the single one.</param>
/// <param name="FeatureNames">The columns of the data, in order.</param>
/// <param name="TargetNames">What it predicts, at least one.</param>
/// <param name="Training">How it was fitted: free text by name.</param>
public sealed record SolvedModel(LinearModel Model, IReadOnlyList<string> FeatureNames, IReadOnlyList<string> TargetNames, IReadOnlyDictionary<string, string> Training)
{
    /// <summary>m, from 1 to <see cref="PolynomialFeatures.LargestDegree"/>.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>The targets of each row.</summary>
    /// <param name="inputs">[rows × features], row-major, in the order of <see cref="FeatureNames"/>.</param>
    /// <returns>[rows × targets], row-major.</returns>
    /// <exception cref="ArgumentException">The inputs are not a whole number of rows.</exception>
    public double[] Predict(double[] inputs) => Model.Predict(Degree == 1 ? inputs : PolynomialFeatures.Powers(inputs, Degree));

    /// <summary>Writes the model as a safetensors file, whole or not at all (<see cref="AtomicFile"/>).</summary>
    /// <remarks>Tensors of binary64 numbers: <c>coefficients</c> [features or powers, targets] and <c>intercepts</c> [targets]. The rest is metadata, with the tensors' SHA-256.</remarks>
    /// <param name="path">The file to make or replace.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other, or a coefficient is not finite.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="IOException">Writing failed.</exception>
    public void Save(string path)
    {
        RequireFit();
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, [], SolvedModelFormat.Metadata(this), SolvedModelFormat.Tensors(this)));
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote: the same bits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not a safetensors file, is damaged, is not such a model, or is of a version this program does not know.</exception>
    public static SolvedModel Load(string path) => SolvedModelFormat.Read(SafeTensors.Read(path), path);

    /// <summary>Whether the file says that it is such a model, sound or not; if not, it may be a <see cref="TrainedModel"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not a safetensors file, or is damaged.</exception>
    public static bool IsIn(string path) => SolvedModelFormat.IsIn(SafeTensors.ReadMetadata(path));

    /// <summary>Checks that the parts belong together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    internal void RequireFit()
    {
        if (Degree is < 1 or > PolynomialFeatures.LargestDegree)
            throw new ArgumentException($"found the degree {Degree}, expected a whole number from 1 to {PolynomialFeatures.LargestDegree}");
        if (Degree > 1 && FeatureNames.Count != 1)
            throw new ArgumentException($"found {FeatureNames.Count} feature names for a polynomial of degree {Degree}, expected one");
        if (FeatureNames.Count * Degree != Model.Features)
            throw new ArgumentException($"found {FeatureNames.Count} feature names for a model of {Model.Features} coefficients a target, expected one for each{(Degree == 1 ? "" : " power")}");
        if (TargetNames.Count != Model.Targets)
            throw new ArgumentException($"found {TargetNames.Count} target names for a model of {Model.Targets} targets, expected one for each");
        if (!Model.Coefficients.Concat(Model.Intercepts).All(double.IsFinite))
            throw new ArgumentException("found coefficients that are not finite, expected numbers");
    }
}
