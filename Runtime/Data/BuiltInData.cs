using System.Diagnostics.CodeAnalysis;

namespace NeuralGpu;

/// <summary>The real data sets that come with the library; data/README.md in the sources says where they are from.</summary>
public static class BuiltInData
{
    private static readonly string[] IrisClasses = ["setosa", "versicolor", "virginica"];

    /// <summary>What there is: "digits", 1797 images of handwritten digits of 8×8 pixels from 0 to 16, ten classes; "iris", 150 flowers with four measures in centimetres, three classes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "iris"];

    /// <summary>Loads a data set when there is one of the name (written in lower case).</summary>
    /// <param name="name">One of <see cref="Names"/>, or anything else.</param>
    /// <param name="data">The samples, a new copy each time; null when there is no such set.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryLoad(string name, [NotNullWhen(true)] out LabeledData? data)
    {
        data = name switch
        {
            "digits" => Read("digits.csv"),
            "iris" => WithClasses(Read("iris.csv"), IrisClasses),
            _ => null,
        };
        return data is not null;
    }

    /// <summary>Loads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static LabeledData Load(string name)
    {
        if (!TryLoad(name, out LabeledData? data))
            throw new ArgumentException($"There is no built-in data set '{name}'; expected {string.Join(" or ", Names)}.", nameof(name));
        return data;
    }

    private static LabeledData Read(string file)
    {
        Stream stream = typeof(BuiltInData).Assembly.GetManifestResourceStream("NeuralGpu.Data." + file)
            ?? throw new InvalidOperationException($"The assembly lacks its resource NeuralGpu.Data.{file}; build it again.");
        using var rows = new CsvRows(file, stream);
        return CsvData.Read(rows, target: "class", LearningTask.Classify, classes: null, features: null);
    }

    private static LabeledData WithClasses(LabeledData data, string[] classes) =>
        LabeledData.ForClasses(data.Features, data.FeatureNames, data.TargetName, classes, data.ClassIndices!);
}
