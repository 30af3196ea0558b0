using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class TrainedModelTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    // 2 inputs, 3 hidden, 2 outputs, with the awkward values among its weights.
    private static TrainedModel Classifier(Standardization? standardization = null) => new(
        new Network([
            new DenseLayer(2, 3, Activation.Tanh, [-0f, float.Epsilon, -1e-40f, 0.1f, float.MaxValue, float.MinValue], [1, 2, 3]),
            new DenseLayer(3, 2, Activation.Softmax, [1, 2, 3, 4, 5, 6], [0, -0f]),
        ]),
        Loss.CrossEntropy,
        LearningTask.Classify,
        ["größe, \"in\" cm", "b"],
        "kind",
        ["cat", "dog"],
        standardization ?? new Standardization(StandardizationKind.ZScore, [0.5f, -1], [2, 1e-40f]),
        new Dictionary<string, string> { ["seed"] = "1", ["device"] = "CPU" });

    private static TrainedModel Regressor() => new(
        new Network([new DenseLayer(1, 1, Activation.Identity, [2], [1])]), Loss.MeanSquaredError, LearningTask.Regress,
        ["x"], "y", null, Standardization.Unchanged(1), new Dictionary<string, string>());

    private static void AssertSame(TrainedModel expected, TrainedModel actual)
    {
        Assert.Equal(expected.Network.Layers.Count, actual.Network.Layers.Count);
        foreach ((DenseLayer was, DenseLayer now) in expected.Network.Layers.Zip(actual.Network.Layers))
        {
            Assert.Equal((was.Inputs, was.Outputs, was.Activation), (now.Inputs, now.Outputs, now.Activation));
            Assert.Equal(was.Weights.Select(BitConverter.SingleToUInt32Bits), now.Weights.Select(BitConverter.SingleToUInt32Bits));
            Assert.Equal(was.Biases.Select(BitConverter.SingleToUInt32Bits), now.Biases.Select(BitConverter.SingleToUInt32Bits));
        }
        Assert.Equal((expected.Loss, expected.Task, expected.TargetName), (actual.Loss, actual.Task, actual.TargetName));
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.Classes, actual.Classes);
        Assert.Equal(expected.Standardization.Kind, actual.Standardization.Kind);
        Assert.Equal(expected.Standardization.Offsets, actual.Standardization.Offsets);
        Assert.Equal(expected.Standardization.Scales, actual.Standardization.Scales);
        Assert.Equal(expected.Training, actual.Training);
        Assert.Equal(expected.Degree, actual.Degree);
    }

    [Fact]
    public void Load_SavedClassifier_IsTheSameBitForBit()
    {
        Classifier().Save(folder.File("model"));
        AssertSame(Classifier(), TrainedModel.Load(folder.File("model")));
    }

    [Fact]
    public void Load_SavedRegressor_IsTheSame()
    {
        Regressor().Save(folder.File("model"));
        AssertSame(Regressor(), TrainedModel.Load(folder.File("model")));
    }

    [Theory]
    [InlineData(StandardizationKind.None)]
    [InlineData(StandardizationKind.ZScore)]
    [InlineData(StandardizationKind.MinMax)]
    [InlineData(StandardizationKind.Divide)]
    public void Load_AnyStandardization_IsTheSame(StandardizationKind kind)
    {
        TrainedModel model = Classifier(Standardization.Fit(kind, [1, 2, 3, 5], 2, 255));
        model.Save(folder.File("model"));
        AssertSame(model, TrainedModel.Load(folder.File("model")));
    }

    [Theory]
    [InlineData(Activation.Identity, Loss.MeanSquaredError)]
    [InlineData(Activation.Sigmoid, Loss.BinaryCrossEntropy)]
    [InlineData(Activation.Tanh, Loss.MeanSquaredError)]
    [InlineData(Activation.Relu, Loss.MeanSquaredError)]
    [InlineData(Activation.Softmax, Loss.CrossEntropy)]
    [InlineData(Activation.Identity, Loss.Hinge)]
    [InlineData(Activation.Identity, Loss.SquaredHinge)]
    [InlineData(Activation.Identity, Loss.Logistic)]
    public void Load_AnyActivationAndLoss_IsTheSame(Activation activation, Loss loss)
    {
        TrainedModel model = Classifier() with { Network = new Network([new DenseLayer(2, 2, activation, [1, 2, 3, 4], [5, 6])]), Loss = loss };
        model.Save(folder.File("model"));
        AssertSame(model, TrainedModel.Load(folder.File("model")));
    }

    [Fact]
    public void Save_TwoClassesAndOneOutput_Loads()
    {
        TrainedModel model = Regressor() with { Task = LearningTask.Classify, Classes = ["no", "yes"] };
        model.Save(folder.File("model"));
        Assert.Equal(["no", "yes"], TrainedModel.Load(folder.File("model")).Classes!);
    }

    [Fact]
    public void Load_SavedDegree_IsTheSameAndExpandsBeforeStandardizing()
    {
        TrainedModel model = Classifier(new Standardization(StandardizationKind.ZScore, [1, 0, 2, 0], [2, 1, 1, 4])) with
        {
            Network = new Network([new DenseLayer(4, 2, Activation.Softmax, [1, 2, 3, 4, 5, 6, 7, 8], [0, 1])]),
            Degree = 2,
        };
        model.Save(folder.File("model"));

        TrainedModel loaded = TrainedModel.Load(folder.File("model"));

        AssertSame(model, loaded);
        Assert.Equal([(3f - 1) / 2, 9, 5 - 2, 25f / 4], loaded.InputsFrom([3, 5]));
    }

    [Fact]
    public void Save_DegreeOne_WritesNoDegreeSoThatOlderVersionsReadIt()
    {
        Classifier().Save(folder.File("model"));
        Assert.DoesNotContain("degree", SafeTensors.Read(folder.File("model")).Metadata.Keys);
    }

    [Fact]
    public void Save_Twice_GivesTheSameBytes()
    {
        Classifier().Save(folder.File("a"));
        Classifier().Save(folder.File("b"));
        Assert.Equal(File.ReadAllBytes(folder.File("a")), File.ReadAllBytes(folder.File("b")));
    }

    [Fact]
    public void Save_WritesTheNamedTensorsAndMetadata()
    {
        Classifier().Save(folder.File("model"));
        SafeTensorsContent content = SafeTensors.Read(folder.File("model"));

        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "standardization.offset", "standardization.scale"], content.Tensors.Select(t => t.Name));
        Assert.Equal([2, 3], content.Tensors[0].Shape);
        Assert.Equal("neuralgpu", content.Metadata["format"]);
        Assert.Equal("1", content.Metadata["format_version"]);
        Assert.Equal("1", content.Metadata["contract"]);
        Assert.Equal("tanh,softmax", content.Metadata["activations"]);
        Assert.Equal("cross-entropy", content.Metadata["loss"]);
        Assert.Equal("classify", content.Metadata["task"]);
        Assert.Equal("kind", content.Metadata["target"]);
        Assert.Equal("""["cat","dog"]""", content.Metadata["classes"]);
        Assert.Equal("zscore", content.Metadata["standardization"]);
        Assert.Equal(Classifier().Network.WeightsSha256(), content.Metadata["weights_sha256"]);
        Assert.Equal("CPU", content.Metadata["training.device"]);
    }

    public static TheoryData<string> UnfitParts => ["features", "standardization", "classes", "no classes", "classes of a regression", "outputs of a regression", "degree", "degree of the width", "margins of a regression", "margins of probabilities", "not finite"];

    [Theory]
    [MemberData(nameof(UnfitParts))]
    public void Save_PartsThatDoNotFit_AreRefusedAndTheOldFileStays(string part)
    {
        TrainedModel good = Classifier();
        TrainedModel bad = part switch
        {
            "features" => good with { FeatureNames = ["a"] },
            "standardization" => good with { Standardization = Standardization.Unchanged(3) },
            "classes" => good with { Classes = ["a", "b", "c"] },
            "no classes" => good with { Classes = null },
            "classes of a regression" => Regressor() with { Classes = ["a"] },
            "outputs of a regression" => good with { Task = LearningTask.Regress, Classes = null },
            "degree" => good with { Degree = 0 },
            "degree of the width" => good with { Degree = 2 },
            "margins of a regression" => Regressor() with { Loss = Loss.Hinge },
            "margins of probabilities" => good with { Loss = Loss.Logistic },
            _ => Regressor() with { Network = new Network([new DenseLayer(1, 1, Activation.Identity, [float.NaN], [0])]) },
        };
        string path = folder.Write("model", "old");

        Assert.Throws<ArgumentException>(() => bad.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Load_MissingFile_NamesTheFullPath()
    {
        string path = folder.File("none");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => TrainedModel.Load(path)).Message, StringComparison.Ordinal);
    }
}
