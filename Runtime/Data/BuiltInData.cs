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

    /// <summary>The numeric columns of a set as samples with any of them as targets; the class is left out, for it is no number.</summary>
    /// <param name="name">One of <see cref="Names"/>, in lower case.</param>
    /// <param name="targets">Columns by name or by index from 0; at least one.</param>
    /// <param name="features">Columns likewise; null: all others.</param>
    /// <param name="weights">Column likewise; null: there are no weights.</param>
    /// <exception cref="ArgumentException">There is no such set, or there are no targets.</exception>
    /// <exception cref="DataFormatException">A column is not there or has two uses, or there is no feature.</exception>
    public static SampleSource Samples(string name, IReadOnlyList<string> targets, IReadOnlyList<string>? features = null, string? weights = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        LabeledData data = Load(name);
        var columns = new CsvColumns([.. data.FeatureNames], HasHeader: true);
        if (targets.Count == 0)
            throw new ArgumentException("At least one target is needed.", nameof(targets));
        SampleColumns chosen = SampleColumns.Choose(SourceOf(name).Name, columns, targets, features, weights);
        return new CsvSamples(SourceOf(name), Named(chosen.Targets), Named(chosen.Features), chosen.Weight < 0 ? null : columns.Names[chosen.Weight]);

        string[] Named(int[] indices) => [.. indices.Select(index => columns.Names[index])];
    }

    private static CsvSource SourceOf(string name) => new($"built-in {name}.csv", () => typeof(BuiltInData).Assembly.GetManifestResourceStream($"NeuralGpu.Data.{name}.csv")!);

    private static LabeledData Read(string name)
        => CsvTable.Read(SourceOf(name), target: "class", LearningTask.Classify, classes: null, features: null);
}
