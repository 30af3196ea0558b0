using Xunit;

namespace NeuralGpu.Tests;

public sealed class SolveBadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private const string Good = "a,b,w,y\n0,0,1,1\n1,0,1,3\n0,1,2,-2\n1,1,1,0.5\n2,1,1,2\n";

    [Theory]
    [InlineData("--ridge", "0")]
    [InlineData("--ridge", "-1")]
    [InlineData("--ridge", "0.1,0")]
    [InlineData("--ridge", "nan")]
    [InlineData("--ridge", "1e999")]
    [InlineData("--ridge", "much")]
    [InlineData("--degree", "0")]
    [InlineData("--degree", "65")]
    [InlineData("--confidence", "0")]
    [InlineData("--confidence", "95")]
    [InlineData("--precision", "fp16")]
    [InlineData("--choose", "best")]
    [InlineData("--folds", "1")]
    [InlineData("--features", "a,,b")]
    [InlineData("--features", "a,a")]
    [InlineData("--plot", "figure.png")]
    [InlineData("--threads", "0")]
    [InlineData("--device", "toaster")]
    public void Solve_BadOption_NamesTheOptionAndTheValue(string option, string value)
    {
        folder.Write("data.csv", Good);
        CliProcess.Run(folder.Path, "solve", "data.csv", "--target", "y", option, value).ExpectRefusal(option, $"'{value}'", "expected");
    }

    [Theory]
    [InlineData("--minimum-norm", "--ridge", "1", "--minimum-norm")]
    [InlineData("--free-intercept", "--free-intercept", "--no-intercept")]
    [InlineData("--choose", "--choose", "gcv")]
    [InlineData("one λ", "--choose", "gcv", "--ridge", "1")]
    [InlineData("--folds", "--folds", "5", "--ridge", "1,2", "--choose", "gcv")]
    [InlineData("--seed", "--seed", "5")]
    [InlineData("--degree", "--degree", "2")]
    [InlineData("there is no folder", "--out", "no/model.safetensors")]
    [InlineData("would be replaced", "--out", "data.csv")]
    public void Solve_OptionsThatDoNotFit_AreRefused(string mention, params string[] options)
    {
        folder.Write("data.csv", Good);
        CliProcess.Run(folder.Path, ["solve", "data.csv", "--target", "y", .. options]).ExpectRefusal(mention);
    }

    [Theory]
    [InlineData("no column 'q' for the target", "'a', 'b', 'w', 'y'", "--target", "q")]
    [InlineData("no column 'q' for the feature", "'a', 'b', 'w', 'y'", "--target", "y", "--features", "q")]
    [InlineData("no column 'q' for the weight", "'a', 'b', 'w', 'y'", "--target", "y", "--weights", "q")]
    [InlineData("'y' as the target and as the feature", "one use", "--target", "y", "--features", "a,y")]
    [InlineData("--target", "found none", "--features", "a")]
    public void Solve_ColumnsThatDoNotFit_SaysWhatThereIs(string mention, string other, params string[] options)
    {
        folder.Write("data.csv", Good);
        CliProcess.Run(folder.Path, ["solve", "data.csv", .. options]).ExpectRefusal(mention, other);
    }

    [Theory]
    [InlineData("a,y\n1,2\nnan,3\n3,4\n", "line 3", "'a'", "'nan'")]
    [InlineData("a,y\n1,2\n2,\n3,4\n", "line 3", "'y'", "empty")]
    [InlineData("a,y\n1,2\n2\n3,4\n", "line 3", "1 cells")]
    [InlineData("a,y\n1,2\n2,few\n3,4\n", "line 3", "'few'")]
    [InlineData("a,y\n", "no data rows")]
    [InlineData("", "empty file")]
    public void Solve_BadCell_NamesTheLineAndTheColumn(string text, params string[] mentions)
    {
        folder.Write("bad.csv", text);
        CliProcess.Run(folder.Path, "solve", "bad.csv", "--target", "y", "--device", "cpu").ExpectRefusal(["bad.csv", .. mentions]);
    }

    [Theory]
    [InlineData("a,b,c,y\n1,2,3,4\n2,3,1,5\n4,1,2,6\n", "rows")]
    [InlineData("a,b,y\n1,2,1\n2,4,3\n3,6,2\n4,8,7\n", "'b'")]
    [InlineData("a,b,y\n1,7,1\n2,7,3\n3,7,2\n4,7,7\n", "'b'")]
    public void Solve_DependentColumns_NamesThemAndTheWaysOut(string text, string mention)
    {
        folder.Write("bad.csv", text);
        CliProcess.Run(folder.Path, "solve", "bad.csv", "--target", "y", "--device", "cpu").ExpectRefusal("bad.csv", mention, "--ridge", "--minimum-norm");
    }

    [Theory]
    [InlineData("--ridge", "0.1")]
    [InlineData("--minimum-norm")]
    public void Solve_DependentColumnsWithAWayOut_Solves(params string[] options)
    {
        folder.Write("data.csv", "a,b,y\n1,2,1\n2,4,3\n3,6,2\n4,8,7\n");
        CliProcess.Run(folder.Path, ["solve", "data.csv", "--target", "y", "--device", "cpu", .. options]).Expect(0);
    }

    [Theory]
    [InlineData("a,w,y\n1,1,2\n2,-1,3\n3,1,4\n4,1,1\n", "line 3, column 'w': found the negative weight -1")]
    [InlineData("a,w,y\n1,0,2\n2,0,3\n3,0,4\n4,0,1\n", "weight")]
    public void Solve_BadWeights_AreRefused(string text, string mention)
    {
        folder.Write("bad.csv", text);
        CliProcess.Run(folder.Path, "solve", "bad.csv", "--target", "y", "--weights", "w", "--device", "cpu").ExpectRefusal("bad.csv", mention);
    }

    [Fact]
    public void Solve_DataThatIsNotThere_SaysWhatIsExpected()
        => CliProcess.Run(folder.Path, "solve", "absent.csv", "--target", "y").ExpectRefusal("absent.csv", ".npy", "iris");

    [Fact]
    public void Solve_ClassOfABuiltInSet_IsNoTarget()
        => CliProcess.Run(folder.Path, "solve", "iris", "--target", "class").ExpectRefusal("no column 'class'", "'sepal_length'");

    [Fact]
    public void Solve_DamagedNpy_IsRefused()
    {
        File.WriteAllBytes(folder.File("cut.npy"), NpyFile.Of([1.0, 2, 3, 4], 2)[..^1]);
        CliProcess.Run(folder.Path, "solve", "cut.npy").ExpectRefusal("cut.npy", "cut short");
    }

    [Fact]
    public void Solve_DeviceThatIsNotThere_SaysWhatThereIs()
        => CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width", "--device", "cpu:7").ExpectRefusal("cpu:7", "cpu (");

    [Fact]
    public void Solve_Refused_LeavesOlderFilesAlone()
    {
        folder.Write("bad.csv", "a,y\n1,2\n2,few\n3,4\n");
        folder.Write("model.safetensors", "precious");
        CliProcess.Run(folder.Path, "solve", "bad.csv", "--target", "y", "--device", "cpu", "--out", "model.safetensors").ExpectRefusal("few");
        Assert.Equal("precious", File.ReadAllText(folder.File("model.safetensors")));
    }
}
