using Xunit;

namespace NeuralGpu.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_NewFile_HasTheContentAndNothingBesideIt()
    {
        AtomicFile.Write(folder.File("new"), stream => stream.Write("text"u8));

        Assert.Equal("text", File.ReadAllText(folder.File("new")));
        Assert.Equal([folder.File("new")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_ExistingFile_IsReplacedWhole()
    {
        string path = folder.Write("old", "a longer old text");
        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_Failure_KeepsTheOldFileAndLeavesNothing()
    {
        string path = folder.Write("old", "old");

        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidDataException("Stop.");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_WhileWriting_ShowsTheOldFile()
    {
        string path = folder.Write("old", "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
    }

    [Fact]
    public void Write_RelativeName_GoesToTheCurrentFolder()
    {
        string name = Path.GetRandomFileName();
        try
        {
            AtomicFile.Write(name, stream => stream.Write("text"u8));
            Assert.Equal("text", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Write_Link_ReplacesWhatItPointsTo()
    {
        string target = folder.Write("target", "old");
        File.CreateSymbolicLink(folder.File("link"), target);
        AtomicFile.Write(folder.File("link"), stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(folder.File("link")).LinkTarget);
    }

    [Fact]
    public void Write_MissingFolder_NamesIt()
    {
        string missing = folder.File("none");
        string message = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(missing, "file"), _ => { })).Message;
        Assert.Contains(missing, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Folder_IsRefused() =>
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(folder.Path, _ => { })).Message, StringComparison.Ordinal);
}
