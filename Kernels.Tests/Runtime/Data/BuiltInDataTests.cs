using Xunit;

namespace NeuralGpu.Tests;

public sealed class BuiltInDataTests
{
    [Fact]
    public void Load_Digits_IsTheWholeSet()
    {
        LabeledData digits = BuiltInData.Load("digits");

        Assert.Equal((1797, 64), (digits.Count, digits.FeatureCount));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], digits.Classes!);
        Assert.Equal((0f, 16f), (digits.Features.Min(), digits.Features.Max()));
        // Images of each digit in the source's description of the test set.
        int[] perClass = [.. digits.ClassIndices!.CountBy(index => index).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], perClass);
        Assert.Equal([0f, 0, 5, 13, 9, 1, 0, 0], digits.Features[..8]);
    }

    [Fact]
    public void Load_Iris_NamesTheSpecies()
    {
        LabeledData iris = BuiltInData.Load("iris");

        Assert.Equal((150, 4), (iris.Count, iris.FeatureCount));
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], iris.FeatureNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.Classes!);
        Assert.All([0, 1, 2], index => Assert.Equal(50, iris.ClassIndices!.Count(i => i == index)));
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], iris.Features[..4]);
        Assert.Equal(0, iris.ClassIndices![0]);
        Assert.Equal(2, iris.ClassIndices![149]);
    }

    [Fact]
    public void TryLoad_EveryName_Loads() =>
        Assert.All(BuiltInData.Names, name => Assert.True(BuiltInData.TryLoad(name, out _)));

    [Fact]
    public void TryLoad_UnknownName_GivesNothing()
    {
        Assert.False(BuiltInData.TryLoad("mnist", out LabeledData? data));
        Assert.Null(data);
    }

    [Fact]
    public void Load_UnknownName_ListsTheSets()
    {
        string message = Assert.Throws<ArgumentException>(() => BuiltInData.Load("mnist")).Message;
        Assert.Contains("'mnist'", message, StringComparison.Ordinal);
        Assert.Contains("'digits', 'iris'", message, StringComparison.Ordinal);
    }
}
