using System.Diagnostics.CodeAnalysis;

namespace NeuralGpu;

/// <summary>The real data sets that come with the library: <c>digits</c> (1797 images of 8×8, 10 classes) and <c>iris</c> (150 flowers, 4 measures, 3 classes).</summary>
public static class BuiltInData
{
    private static readonly Dictionary<string, string> Species = new(StringComparer.Ordinal)
    {
        ["0"] = "setosa",
        ["1"] = "versicolor",
        ["2"] = "virginica",
    };

    /// <summary>The sets' names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "iris"];

    /// <summary>Loads a set if the name is one of <see cref="Names"/>.</summary>
    /// <param name="name">In lower case.</param>
    /// <param name="data">The whole set, in its source's order.</param>
    public static bool TryLoad(string name, [NotNullWhen(true)] out LabeledData? data)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            data = null;
            return false;
        }
        data = Read(name);
        if (name == "iris")
            data = LabeledData.ForClassification(data.Features, data.FeatureNames, data.TargetName, [.. data.Classes!.Select(label => Species[label])], data.ClassIndices!);
        return true;
    }

    /// <summary>Loads a set.</summary>
    /// <param name="name">One of <see cref="Names"/>, in lower case.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static LabeledData Load(string name) => TryLoad(name, out LabeledData? data)
        ? data
        : throw new ArgumentException($"There is no built-in data set {Quoted.Text(name)}; there are {Quoted.List(Names)}.", nameof(name));

    private static LabeledData Read(string name)
    {
        string resource = $"NeuralGpu.Data.{name}.csv";
        return CsvTable.Read(new CsvSource($"built-in {name}.csv", () => typeof(BuiltInData).Assembly.GetManifestResourceStream(resource)!), target: "class", LearningTask.Classify, classes: null, features: null);
    }
}
