using Xunit;

namespace NeuralGpu.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "many")]
    [InlineData("--epochs", "0")]
    [InlineData("--learning-rate", "-0.1")]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "nan")]
    [InlineData("--tolerance", "-1")]
    [InlineData("--hidden", "32,0")]
    [InlineData("--hidden", "-5")]
    [InlineData("--hidden", "wide")]
    [InlineData("--activation", "softmax")]
    [InlineData("--output", "relu")]
    [InlineData("--loss", "huber")]
    [InlineData("--schedule", "linear")]
    [InlineData("--sampling", "sorted")]
    [InlineData("--init", "zero")]
    [InlineData("--standardize", "0")]
    [InlineData("--validation", "1")]
    [InlineData("--test", "-0.5")]
    [InlineData("--seed", "-1")]
    [InlineData("--threads", "0")]
    [InlineData("--task", "cluster")]
    [InlineData("--device", "toaster")]
    [InlineData("--device", "cpu:x")]
    public void Train_BadOption_NamesTheOptionAndTheValue(string option, string value)
        => CliProcess.Run(folder.Path, "train", "digits", option, value).ExpectRefusal(option, $"'{value}'", "expected");

    [Fact]
    public void Train_UnknownDevice_SaysWhatThereIs()
        => CliProcess.Run(folder.Path, "train", "digits", "--device", "toaster").ExpectRefusal("There is ", "cpu (");

    [Fact]
    public void Train_UnknownDeviceInTheEnvironment_NamesTheVariable()
        => CliProcess.Run(folder.Path, new Dictionary<string, string> { [Device.EnvironmentVariable] = "toaster" }, "train", "digits").ExpectRefusal(Device.EnvironmentVariable, "'toaster'", "There is ");

    [Theory]
    [InlineData("train", "iris", "--out")]
    [InlineData("predict", "absent.safetensors", "iris", "--out")]
    public void Out_AFolder_IsRefused(params string[] arguments)
        => CliProcess.Run(folder.Path, [.. arguments, folder.Path]).ExpectRefusal("--out", "which is a folder");

    [Fact]
    public void Train_DeviceIndexThatIsNotThere_SaysWhatThereIs()
        => CliProcess.Run(folder.Path, "train", "digits", "--device", "cpu:7").ExpectRefusal("cpu:7", "cpu (");

    [Theory]
    [InlineData("softmax", "mse")]
    [InlineData("sigmoid", "cross-entropy")]
    [InlineData("tanh", "binary-cross-entropy")]
    [InlineData("identity", "cross-entropy")]
    [InlineData("softmax", "hinge")]
    [InlineData("sigmoid", "logistic")]
    public void Train_OutputAndLossThatDoNotGoTogether_SaysWhatIsAllowed(string output, string loss)
        => CliProcess.Run(folder.Path, "train", "digits", "--output", output, "--loss", loss).ExpectRefusal($"--output {output}", $"--loss {loss}", "allowed");

    [Theory]
    [InlineData("a,b,y\n1,2,x\n3,4\n", "3")]
    [InlineData("a,b,y\n1,2,x\n3,four,z\n", "four")]
    [InlineData("a,b,y\n1,2,x\n3,NaN,z\n", "NaN")]
    [InlineData("", "empty")]
    public void Train_BadCsv_NamesTheFileAndThePlace(string content, string word)
    {
        folder.Write("bad.csv", content);

        CliProcess.Run(folder.Path, "train", "bad.csv", "--device", "cpu").ExpectRefusal("bad.csv", word);
        Assert.Equal(["bad.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Train_TargetThatIsNotThere_NamesItAndTheColumns()
    {
        folder.Write("data.csv", "a,b,y\n1,2,x\n3,4,z\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--target", "price", "--device", "cpu").ExpectRefusal("data.csv", "price", "a");
    }

    [Fact]
    public void Train_MissingFile_SaysWhatIsExpected()
        => CliProcess.Run(folder.Path, "train", "absent.csv").ExpectRefusal("absent.csv", "digits", "iris");

    [Fact]
    public void Train_IdxCutShort_NamesTheFile()
    {
        IdxFiles.WriteFolder(folder.File("pixels"), training: 8, test: 0);
        string images = folder.File("pixels/train-images-idx3-ubyte");
        File.WriteAllBytes(images, File.ReadAllBytes(images)[..^3]);

        CliProcess.Run(folder.Path, "train", "pixels", "--device", "cpu").ExpectRefusal("train-images-idx3-ubyte");
    }

    [Fact]
    public void Train_IdxWithWrongMagic_NamesTheFile()
    {
        IdxFiles.WriteFolder(folder.File("pixels"), training: 8, test: 0);
        string labels = folder.File("pixels/train-labels-idx1-ubyte");
        byte[] bytes = File.ReadAllBytes(labels);
        bytes[2] = 0x42;
        File.WriteAllBytes(labels, bytes);

        CliProcess.Run(folder.Path, "train", "pixels", "--device", "cpu").ExpectRefusal("train-labels-idx1-ubyte", "offset 2", "expected 0x08");
    }

    [Fact]
    public void Train_TestFractionForDataWithATestSet_IsRefused()
    {
        IdxFiles.WriteFolder(folder.File("pixels"), training: 8, test: 4);

        CliProcess.Run(folder.Path, "train", "pixels", "--test", "0.5", "--device", "cpu").ExpectRefusal("--test", "test set of its own");
    }

    [Fact]
    public void Train_OutInAMissingFolder_IsRefusedBeforeTheDataIsRead()
        => CliProcess.Run(folder.Path, "train", "absent.csv", "--out", "nowhere/model.safetensors").ExpectRefusal("--out", "nowhere");

    [Fact]
    public void Train_BadData_LeavesAnOlderModelAlone()
    {
        folder.Write("data.safetensors", "precious");
        folder.Write("data.csv", "a,y\n1,x\nbad,z\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--device", "cpu").ExpectRefusal("data.csv");

        Assert.Equal("precious", File.ReadAllText(folder.File("data.safetensors")));
    }

    [Fact]
    public void Train_ClassesLossForRegression_IsRefused()
    {
        folder.Write("data.csv", "a,y\n1,0.5\n2,0.7\n3,0.9\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--loss", "cross-entropy", "--device", "cpu").ExpectRefusal("--loss cross-entropy", "regress");
    }

    [Fact]
    public void Train_TargetOfABuiltInSet_IsRefused()
        => CliProcess.Run(folder.Path, "train", "digits", "--target", "p3").ExpectRefusal("--target", "p3");

    [Fact]
    public void Train_OutIsTheData_IsRefusedAndKeepsTheData()
    {
        const string Content = "a,y\n1,0\n2,1\n3,0\n4,1\n";
        folder.Write("data.csv", Content);
        File.CreateSymbolicLink(folder.File("link.csv"), folder.File("data.csv"));

        CliProcess.Run(folder.Path, "train", "data.csv", "--out", "./data.csv", "--device", "cpu").ExpectRefusal("--out", "'data.csv'");
        CliProcess.Run(folder.Path, "train", "data.csv", "--out", "link.csv", "--device", "cpu").ExpectRefusal("--out", "'link.csv'");

        Assert.Equal(Content, File.ReadAllText(folder.File("data.csv")));
    }

    [Fact]
    public void Predict_OutIsTheModel_IsRefusedAndKeepsTheModel()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);
        byte[] model = File.ReadAllBytes(folder.File("iris.safetensors"));

        CliProcess.Run(folder.Path, "predict", "iris.safetensors", "iris", "--out", "iris.safetensors", "--device", "cpu").ExpectRefusal("--out", "'iris.safetensors'");

        Assert.Equal(model, File.ReadAllBytes(folder.File("iris.safetensors")));
    }

    [Fact]
    public void AnyCommand_Debug_AddsTheStackTrace()
    {
        CliResult result = CliProcess.Run(folder.Path, new Dictionary<string, string> { ["NEURALGPU_DEBUG"] = "1" }, "evaluate", "absent.safetensors", "iris").Expect(2);

        Assert.StartsWith("error: absent.safetensors", result.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", result.Error, StringComparison.Ordinal);
    }
}
