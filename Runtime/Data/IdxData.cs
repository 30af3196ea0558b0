using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralGpu;

/// <summary>Reads image sets in the IDX format of MNIST and its kin, plain or gzip.</summary>
/// <remarks>Elements are unsigned bytes and become features 0 … 255, one sample a row, in the file's order; scale them with <see cref="StandardizationKind.Divide"/> by 255.</remarks>
public static partial class IdxData
{
    /// <summary>Reads a folder with MNIST's file names: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and, optionally, the two <c>t10k-</c> files; each may be spelled with <c>.idx</c> and may end in <c>.gz</c>. Where both are there, the plain file is read.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The training set, and the test set if there is one. Features are named p0, p1, …; the classes are the labels of the training set, in ascending order.</returns>
    /// <exception cref="FileNotFoundException">The folder, a training file, or one of the two test files is not there.</exception>
    /// <exception cref="DataFormatException">A file is not a whole IDX file of unsigned bytes, images and labels differ in number, or the test set does not fit the training set.</exception>
    public static (LabeledData Training, LabeledData? Test) ReadFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new FileNotFoundException($"There is no folder '{Path.GetFullPath(folder)}'; check the name.", folder);
        LabeledData training = ReadPair(Require(folder, "train-images"), Require(folder, "train-labels"), known: null);
        if (Find(folder, "t10k-images") is null && Find(folder, "t10k-labels") is null)
            return (training, null);
        return (training, ReadPair(Require(folder, "t10k-images"), Require(folder, "t10k-labels"), training));
    }

    private static LabeledData ReadPair(string imagesPath, string labelsPath, LabeledData? known)
    {
        IdxFile images = IdxFile.Read(imagesPath, dimensions => dimensions is >= 2 and <= 4, "2 to 4 for samples, as in 0x00000803 for images");
        IdxFile labels = IdxFile.Read(labelsPath, dimensions => dimensions == 1, "1 for labels, as in 0x00000801");
        if (images.Count != labels.Count)
            throw new DataFormatException($"{imagesPath} holds {images.Count} samples, but {labelsPath} holds {labels.Count} labels; expected as many labels as samples. Use two files of the same set.");
        if (known is not null && images.SampleLength != known.FeatureCount)
            throw new DataFormatException($"{imagesPath}: found {images.SampleLength} values a sample, expected {known.FeatureCount} as in the training set. Use two files of the same set.");

        byte[] present = known is null ? [.. labels.Data.Distinct().Order()] : [.. known.Classes!.Select(name => byte.Parse(name, CultureInfo.InvariantCulture))];
        string[] classes = [.. present.Select(label => label.ToString(CultureInfo.InvariantCulture))];
        var classIndices = new int[labels.Count];
        for (int i = 0; i < classIndices.Length; i++)
        {
            classIndices[i] = Array.IndexOf(present, labels.Data[i]);
            if (classIndices[i] < 0)
                throw new DataFormatException($"{labelsPath}, offset {8 + i}: found label {labels.Data[i]}, expected one of the training set's labels {Quoted.List(classes)}.");
        }

        string[] names = [.. Enumerable.Range(0, images.SampleLength).Select(i => $"p{i}")];
        float[] features = Array.ConvertAll(images.Data, value => (float)value); // [samples x values]
        return LabeledData.ForClassification(features, names, "label", classes, classIndices);
    }

    private static string Require(string folder, string name) => Find(folder, name) ?? throw new FileNotFoundException(
        $"There is no IDX file '{Path.Combine(Path.GetFullPath(folder), name)}{(name.EndsWith("labels", StringComparison.Ordinal) ? "-idx1-ubyte" : "-idx3-ubyte")}' (or with '.idx', or ending in '.gz'); expected the four files of a set such as MNIST, or the two training files.", name);

    private static string? Find(string folder, string name) => Directory.EnumerateFiles(folder)
        .Where(path => Path.GetFileName(path.AsSpan()).StartsWith(name, StringComparison.Ordinal) && Ending().IsMatch(Path.GetFileName(path)[name.Length..]))
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();

    [GeneratedRegex(@"\A[-.]idx[1-4]-ubyte(\.gz)?\z")]
    private static partial Regex Ending();
}
