using System.Text;
using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary>Model files that were changed after they were written: each is refused for its own reason, and none crashes the reader.</summary>
public sealed class TrainedModelDamageTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly SafeTensorsContent good;
    private readonly byte[] goodBytes;

    public TrainedModelDamageTests()
    {
        var network = new Network([
            new DenseLayer(2, 3, Activation.Relu, [1, 2, 3, 4, 5, 6], [1, 2, 3]),
            new DenseLayer(3, 2, Activation.Softmax, [1, 2, 3, 4, 5, 6], [1, 2]),
        ]);
        new TrainedModel(network, Loss.CrossEntropy, LearningTask.Classify, ["a", "b"], "y", ["p", "q"],
            new Standardization(StandardizationKind.MinMax, [1, 2], [3, 4]), new Dictionary<string, string> { ["seed"] = "1" }).Save(folder.File("good"));
        good = SafeTensors.Read(folder.File("good"));
        goodBytes = File.ReadAllBytes(folder.File("good"));
    }

    public void Dispose() => folder.Dispose();

    private void Refused(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata, params string[] mentions)
    {
        string path = folder.File("bad");
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, metadata));
        string message = Assert.Throws<DataFormatException>(() => TrainedModel.Load(path)).Message;
        foreach (string mention in mentions.Append(path))
            Assert.Contains(mention, message, StringComparison.Ordinal);
    }

    private SafeTensor[] With(string name, IReadOnlyList<int> shape, float[] values) =>
        [.. good.Tensors.Select(t => t.Name == name ? new SafeTensor(name, shape, values) : t)];

    private Dictionary<string, string> With(string key, string? text)
    {
        var metadata = new Dictionary<string, string>(good.Metadata);
        if (text is null)
            metadata.Remove(key);
        else
            metadata[key] = text;
        return metadata;
    }

    [Fact]
    public void Load_UnchangedContentWrittenAgain_Loads()
    {
        AtomicFile.Write(folder.File("again"), stream => SafeTensors.Write(stream, good.Tensors, good.Metadata));
        Assert.Equal("y", TrainedModel.Load(folder.File("again")).TargetName);
    }

    [Theory]
    [InlineData("format", null, "no metadata 'format'")]
    [InlineData("format", "pt", "'pt'", "'neuralgpu'")]
    [InlineData("format_version", null, "'format_version'")]
    [InlineData("format_version", "2", "'2'", "version")]
    [InlineData("contract", "2", "contract '2'", "'1'")]
    [InlineData("activations", null, "'activations'")]
    [InlineData("activations", "relu,gelu", "'gelu'", "'relu'")]
    [InlineData("activations", "softmax,softmax", "softmax")]
    [InlineData("activations", "relu", "layers.1.weight")]
    [InlineData("activations", "relu,softmax,softmax", "no tensor 'layers.2.weight'")]
    [InlineData("loss", null, "'loss'")]
    [InlineData("loss", "huber", "'huber'", "'cross-entropy'")]
    [InlineData("loss", "hinge", "Hinge", "Softmax", "Identity")]
    [InlineData("degree", "", "'degree'", "from 2")]
    [InlineData("degree", "1", "'1'", "'degree'", "from 2")]
    [InlineData("degree", "two", "'two'", "'degree'")]
    [InlineData("degree", "65", "'65'", "to 64")]
    [InlineData("degree", "2", "2 feature names", "2 inputs", "2 inputs, the powers")]
    [InlineData("task", "rank", "'rank'", "'classify'")]
    [InlineData("task", "regress", "regression")]
    [InlineData("features", null, "'features'")]
    [InlineData("features", "[\"a\"]", "1 feature names", "2 inputs")]
    [InlineData("features", "[\"a\",\"a\"]", "different names")]
    [InlineData("features", "[\"a\",null]", "JSON array")]
    [InlineData("features", "[\"a\",1]", "JSON array")]
    [InlineData("features", "[\"a\",\"\\ud800\"]", "JSON array")]
    [InlineData("features", "a,b", "JSON array")]
    [InlineData("features", "[]", "JSON array")]
    [InlineData("features", "null", "JSON array")]
    [InlineData("target", null, "'target'")]
    [InlineData("classes", null, "0 classes", "2 outputs")]
    [InlineData("classes", "[\"p\",\"q\",\"r\"]", "3 classes", "2 outputs")]
    [InlineData("standardization", "robust", "'robust'", "'zscore'")]
    [InlineData("standardization", "none", "standardization.offset")]
    [InlineData("standardization", null, "'standardization'")]
    [InlineData("weights_sha256", null, "'weights_sha256'")]
    [InlineData("weights_sha256", "00", "SHA-256", "'00'")]
    public void Load_ChangedMetadata_IsRefused(string key, string? text, params string[] mentions) =>
        Refused(good.Tensors, With(key, text), mentions);

    [Theory]
    [InlineData("layers.0.weight")]
    [InlineData("layers.0.bias")]
    [InlineData("layers.1.bias")]
    [InlineData("standardization.offset")]
    [InlineData("standardization.scale")]
    public void Load_MissingTensor_IsNamed(string name) =>
        Refused([.. good.Tensors.Where(t => t.Name != name)], good.Metadata, $"no tensor '{name}'");

    [Fact]
    public void Load_ExtraTensor_IsNamed() =>
        Refused([.. good.Tensors, new("more", [1], [1])], good.Metadata, "'more'");

    [Fact]
    public void Load_WidthsThatDoNotChain_AreRefused() =>
        Refused(With("layers.1.weight", [2, 3], [1, 2, 3, 4, 5, 6]), good.Metadata, "'layers.1.weight'", "[2, 3]", "[3, …]");

    [Theory]
    [InlineData("layers.0.weight", 6)]
    [InlineData("layers.0.weight", 0, 3)]
    [InlineData("layers.0.bias", 2)]
    [InlineData("layers.0.bias", 3, 1)]
    [InlineData("standardization.scale", 3)]
    public void Load_WrongShape_IsRefused(string name, params int[] shape) =>
        Refused(With(name, shape, [.. Enumerable.Repeat(1f, shape.Aggregate(1, (a, b) => a * b))]), good.Metadata, $"'{name}'", $"[{string.Join(", ", shape)}]");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Load_WeightThatIsNotFinite_IsRefused(float value)
    {
        Refused(With("layers.0.bias", [3], [1, value, 3]), good.Metadata, "'layers.0.bias'", "index 1", "finite");
        Refused(With("standardization.offset", [2], [1, value]), good.Metadata, "'standardization.offset'", "index 1");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    public void Load_ScaleThatIsNotAboveZero_IsRefused(float scale) =>
        Refused(With("standardization.scale", [2], [1, scale]), good.Metadata, "scale of feature 1");

    [Fact]
    public void Load_ChangedWeight_FailsItsHash() =>
        Refused(With("layers.0.bias", [3], [1, 2, 4]), good.Metadata, "SHA-256");

    [Fact]
    public void Load_CutAnywhere_IsRefused()
    {
        for (int length = 0; length < goodBytes.Length; length++)
        {
            string path = folder.Write("cut", goodBytes[..length]);
            Assert.Contains(path, Assert.Throws<DataFormatException>(() => TrainedModel.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_ExtraBytes_AreRefused()
    {
        string path = folder.Write("long", [.. goodBytes, 0]);
        Refusal.Of(path, () => TrainedModel.Load(path), "1 extra bytes");
    }

    [Fact]
    public void Load_AnyBytesChanged_LoadsOrIsRefused() =>
        Gen.Select(Gen.Int[0, goodBytes.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            byte[] bytes = [.. goodBytes];
            foreach ((int position, byte value) in changes)
                bytes[position] = value;
            return LoadsOrIsRefused(bytes);
        }, iter: 2000, threads: 1);

    [Fact]
    public void Load_AnyHeaderTokensChanged_LoadsOrIsRefused()
    {
        // Changed bytes seldom stay JSON; changed tokens get past the parser to the checks behind it.
        string[] tokens = ["0", "1", "2", "3", "8", "24", "-1", "1e3", "null", "{}", "[]", "\\\"", "\\ud800", "relu", "F32", "a", ",", "]", "["];
        int headerLength = BitConverter.ToInt32(goodBytes);
        string header = Encoding.UTF8.GetString(goodBytes, 8, headerLength);
        byte[] data = goodBytes[(8 + headerLength)..];
        Gen.Select(Gen.Int[1, header.Length - 2], Gen.Int[0, 3], Gen.Int[0, tokens.Length - 1]).Sample((position, length, pick) =>
        {
            string changed = string.Concat(header.AsSpan(0, position), tokens[pick], header.AsSpan(Math.Min(position + length, header.Length)));
            return LoadsOrIsRefused(RawSafeTensors.File(Encoding.UTF8.GetBytes(changed), data));
        }, iter: 3000, threads: 1);
    }

    private bool LoadsOrIsRefused(byte[] bytes)
    {
        string path = folder.Write("changed", bytes);
        try
        {
            return TrainedModel.Load(path).Network.IsFinite();
        }
        catch (DataFormatException e)
        {
            return e.Message.Contains(path, StringComparison.Ordinal);
        }
    }
}
