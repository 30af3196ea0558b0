using Xunit;

namespace NeuralGpu.Tests;

public sealed class SolvedModelTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    // 3 features and 2 targets, with the awkward values among the coefficients.
    private static SolvedModel TwoTargets() => new(
        new LinearModel([-0d, double.Epsilon, double.MaxValue, 0.1, -1.0 / 3, 1e-300], [1e300, -2]),
        ["größe, \"in\" cm", "b", "c"],
        ["y", "z"],
        new Dictionary<string, string> { ["data"] = "houses.csv" });

    private static SolvedModel Parabola() => new(new LinearModel([2, 0.1], [1]), ["x"], ["y"], new Dictionary<string, string>()) { Degree = 2 };

    [Fact]
    public void Load_Saved_IsTheSameBitForBit()
    {
        string path = folder.File("model");
        TwoTargets().Save(path);

        SolvedModel loaded = SolvedModel.Load(path);

        Assert.True(SolvedModel.IsIn(path));
        Assert.Equal(TwoTargets().Model.Coefficients.Select(BitConverter.DoubleToInt64Bits), loaded.Model.Coefficients.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(TwoTargets().Model.Intercepts.Select(BitConverter.DoubleToInt64Bits), loaded.Model.Intercepts.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(TwoTargets().FeatureNames, loaded.FeatureNames);
        Assert.Equal(["y", "z"], loaded.TargetNames);
        Assert.Equal("houses.csv", loaded.Training["data"]);
        Assert.Equal(1, loaded.Degree);
    }

    [Fact]
    public void Predict_Degree_TakesPowersOfTheFeature()
    {
        string path = folder.File("model");
        Parabola().Save(path);

        // 1 + 2·3 + 0.1·9
        Assert.Equal([7.9], SolvedModel.Load(path).Predict([3]));
    }

    [Fact]
    public void Load_FileOfANetwork_SaysSo()
    {
        string path = folder.File("model");
        new TrainedModel(new Network([new DenseLayer(1, 1, Activation.Identity, [2], [1])]), Loss.MeanSquaredError, LearningTask.Regress, ["x"], "y", null, Standardization.Unchanged(1), new Dictionary<string, string>()).Save(path);

        Assert.False(SolvedModel.IsIn(path));
        Refusal.Of(path, () => SolvedModel.Load(path), "format_version '1'", "'2'");
    }

    [Fact]
    public void TrainedModelLoad_FileOfALinearModel_SaysWhatReadsIt()
    {
        string path = folder.File("model");
        Parabola().Save(path);

        Refusal.Of(path, () => TrainedModel.Load(path), "'2'", nameof(SolvedModel));
    }

    [Theory]
    [InlineData("format_version", "3", "'3'")]
    [InlineData("kind", "cubic", "'cubic'", "'linear'")]
    [InlineData("degree", "3", "coefficients")]
    [InlineData("degree", "0", "degree 0")]
    [InlineData("degree", "two", "'two'")]
    [InlineData("features", "[\"x\",\"x\"]", "different names")]
    [InlineData("features", "[\"x\",\"z\"]", "2 feature names")]
    [InlineData("targets", "[\"y\",\"z\"]", "2 target names")]
    [InlineData("weights_sha256", "00", "'00'")]
    [InlineData("degree", null, "no metadata 'degree'")]
    [InlineData("targets", null, "no metadata 'targets'")]
    public void Load_OtherMetadata_IsRefused(string key, string? value, params string[] mentions)
    {
        string path = folder.File("model");
        SolvedModel model = Parabola();
        Dictionary<string, string> metadata = SolvedModelFormat.Metadata(model);
        metadata.Remove(key);
        if (value is not null)
            metadata[key] = value;
        using (FileStream stream = File.Create(path))
            SafeTensors.Write(stream, [], metadata, SolvedModelFormat.Tensors(model));

        Refusal.Of(path, () => SolvedModel.Load(path), mentions);
    }

    [Fact]
    public void Load_OtherTensors_IsRefused()
    {
        string path = folder.File("model");
        SolvedModel model = Parabola();
        void Write(IReadOnlyList<SafeTensor> tensors, params IReadOnlyList<DoubleSafeTensor> doubles)
        {
            using FileStream stream = File.Create(path);
            SafeTensors.Write(stream, tensors, SolvedModelFormat.Metadata(model), doubles);
        }

        Write([], new DoubleSafeTensor("coefficients", [2, 1], [2, 0.1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "no binary64 tensor 'intercepts'");
        Write([new("intercepts", [1], [1])], new DoubleSafeTensor("coefficients", [2, 1], [2, 0.1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "no binary64 tensor 'intercepts'");
        Write([new("more", [1], [1])], new DoubleSafeTensor("coefficients", [2, 1], [2, 0.1]), new("intercepts", [1], [1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "'more'");
        Write([], new DoubleSafeTensor("coefficients", [2], [2, 0.1]), new("intercepts", [1], [1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "the shape [2]");
        Write([], new DoubleSafeTensor("coefficients", [1, 2], [2, 0.1]), new("intercepts", [1], [1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "the shape [1, 2]", "[2, 1]");
        Write([], new DoubleSafeTensor("coefficients", [2, 1], [2, double.NaN]), new("intercepts", [1], [1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "not finite");
        Write([], new DoubleSafeTensor("coefficients", [2, 1], [2, 0.2]), new("intercepts", [1], [1]));
        Refusal.Of(path, () => SolvedModel.Load(path), "SHA-256");
    }

    [Fact]
    public void Load_EveryBitFlipped_IsRefusedOrTheSame()
    {
        string path = folder.File("model");
        Parabola().Save(path);
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1;
            File.WriteAllBytes(path, damaged);
            try
            {
                SolvedModel loaded = SolvedModel.Load(path);
                // Names and padding may differ, numbers may not.
                Assert.Equal(Parabola().Model.Coefficients, loaded.Model.Coefficients);
                Assert.Equal(Parabola().Model.Intercepts, loaded.Model.Intercepts);
            }
            catch (DataFormatException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Save_PartsThatDoNotFit_AreRefused()
    {
        string path = folder.File("model");
        Assert.Throws<ArgumentException>(() => (Parabola() with { Degree = 3 }).Save(path));
        Assert.Throws<ArgumentException>(() => (Parabola() with { TargetNames = ["y", "z"] }).Save(path));
        Assert.Throws<ArgumentException>(() => (Parabola() with { FeatureNames = ["x", "y"], Degree = 1, Model = new LinearModel([double.NaN, 1], [0]) }).Save(path));
        Assert.False(File.Exists(path));
    }
}
