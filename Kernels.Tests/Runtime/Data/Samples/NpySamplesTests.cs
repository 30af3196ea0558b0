using System.Runtime.InteropServices;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class NpySamplesTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    // 5000 rows of 13 columns take more than one stretch of the file.
    [Theory]
    [InlineData(1, 5000, 1)]
    [InlineData(2, 5000, 77)]
    [InlineData(3, 5000, 6000)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 0, 3)]
    public void Read_Binary64_GivesTheSameBits(int version, int rows, int blockRows)
    {
        double[] values = Numbers(rows * 13);
        SampleSource source = SampleSource.FromNpy(folder.Write("data.npy", NpyFile.Of(values, 13, version)));

        AllSamples all = AllSamples.Of(source, blockRows);

        Assert.Equal(rows, source.Rows);
        Assert.Equal(["x12"], source.TargetNames);
        Assert.Equal("x0", source.FeatureNames[0]);
        Assert.Equal(rows, all.Rows);
        Assert.Equal(values.Where((_, i) => i % 13 != 12), all.Features);
        Assert.Equal(values.Where((_, i) => i % 13 == 12), all.Targets);
    }

    [Fact]
    public void Read_Binary32_IsWidenedExactly()
    {
        float[] values = [.. Numbers(3 * 4099).Select(value => (float)value)];
        SampleSource source = SampleSource.FromNpy(folder.Write("data.npy", NpyFile.Of(values, 3)));

        AllSamples all = AllSamples.Of(source, 1000);

        Assert.Equal(values.Where((_, i) => i % 3 != 2).Select(value => (double)value), all.Features);
    }

    [Fact]
    public void Read_ChosenColumns_AreTakenByNameOrIndexInTheirOrder()
    {
        SampleSource source = SampleSource.FromNpy(folder.Write("data.npy", NpyFile.Of([0.0, 1, 2, 3, 4, 10, 11, 12, 13, 14], 5)), ["1", "x4"], ["x3", "0"], "x2");

        AllSamples all = AllSamples.Of(source, 1);

        Assert.Equal(["x1", "x4"], source.TargetNames);
        Assert.Equal([3, 0, 13, 10], all.Features);
        Assert.Equal([1, 4, 11, 14], all.Targets);
        Assert.Equal([2, 12], all.Weights);
    }

    [Fact]
    public void Open_Twice_ReadsFromTheFirstRowEachTime()
    {
        SampleSource source = SampleSource.FromNpy(folder.Write("data.npy", NpyFile.Of([1.0, 2, 3, 4], 2)));

        Assert.Equal(AllSamples.Of(source, 1).Features, AllSamples.Of(source, 5).Features);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Read_NotFinite_NamesTheRowAndTheColumn(double bad)
    {
        double[] values = Numbers(5000 * 13);
        values[(4321 * 13) + 7] = bad;
        string path = folder.Write("bad.npy", NpyFile.Of(values, 13));

        Refusal.Of(path, () => AllSamples.Of(SampleSource.FromNpy(path), 500), "row 4321 (from 0)", "'x7'", "remove the row");
        // It does no harm in a column that is not used.
        Assert.Equal(5000, AllSamples.Of(SampleSource.FromNpy(path, ["x0"], ["x1", "x6"]), 500).Rows);
    }

    [Fact]
    public void Read_FileBeyondFourGigabytes_FindsItsLastRow()
    {
        const long rows = 300_000_000;
        string path = folder.Write("large.npy", NpyFile.Of([], NpyFile.Header("<f8", "False", $"({rows}, 2)")));
        using (FileStream stream = File.OpenWrite(path))
        {
            // The file has a hole where its zeros are, so it takes no space.
            stream.SetLength(stream.Length + (rows * 2 * sizeof(double)));
            stream.Seek(-2 * sizeof(double), SeekOrigin.End);
            stream.Write(MemoryMarshal.AsBytes<double>([3, 4]));
        }
        SampleSource source = SampleSource.FromNpy(path);
        Assert.Equal(rows, source.Rows);

        using var last = new NpyRows(path, new NpyHeader(rows, 2, sizeof(double), 128), firstRow: rows - 3);

        Assert.Equal([0, 0, 0, 0, 3, 4], last.Read(10).ToArray());
        Assert.Equal([], last.Read(10).ToArray());
    }

    [Theory]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (1, 2), }", "'>f8'", ".astype('<f8')")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1, 2), }", "'<i8'")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }", "Fortran order", "ascontiguousarray")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "the shape (2)", ".reshape")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "the shape ()")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 2), }", "the shape (1, 1, 2)")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }", "no column for a feature besides 'x0'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 0), }", "0 columns")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }", "cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2), }", "16 extra bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 1000000), }", "cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99223372036854775807, 2), }", "whole number")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 2), }", "whole number")]
    [InlineData("{'descr': [('a', '<f8'), ('b', '<f8')], 'fortran_order': False, 'shape': (1,), }", "records", "structured_to_unstructured")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "no shape")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", "'descr'", "once")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), 'more': 1, }", "'more'")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 2), }", "True or False")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), } extra", "'extra'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)", "its end")]
    [InlineData("{'descr", "quotes")]
    [InlineData("", "its end")]
    public void FromNpy_OtherHeader_IsRefused(string header, params string[] mentions)
    {
        string path = folder.Write("bad.npy", NpyFile.Of(new byte[16], header));
        Refusal.Of(path, () => SampleSource.FromNpy(path), mentions);
    }

    [Fact]
    public void FromNpy_CutAnywhere_IsRefused()
    {
        byte[] whole = NpyFile.Of([1.0, 2, 3, 4], 2);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut.npy", whole[..length]);
            Refusal.Of(path, () => SampleSource.FromNpy(path));
        }
    }

    [Fact]
    public void FromNpy_AnExtraByte_IsRefused()
    {
        string path = folder.Write("long.npy", [.. NpyFile.Of([1.0, 2, 3, 4], 2), 0]);
        Refusal.Of(path, () => SampleSource.FromNpy(path), "1 extra byte");
    }

    [Theory]
    [InlineData(0, 0x92, "signature")]
    [InlineData(6, 4, "version 4.0")]
    [InlineData(7, 1, "version 1.1")]
    public void FromNpy_OtherStart_IsRefused(int at, byte value, string mention)
    {
        byte[] file = NpyFile.Of([1.0, 2, 3, 4], 2);
        file[at] = value;
        string path = folder.Write("bad.npy", file);
        Refusal.Of(path, () => SampleSource.FromNpy(path), mention);
    }

    [Fact]
    public void FromNpy_UnknownTarget_ListsTheColumns()
    {
        string path = folder.Write("data.npy", NpyFile.Of([1.0, 2, 3, 4], 2));
        Refusal.Of(path, () => SampleSource.FromNpy(path, ["y"]), "no column 'y' for the target", "'x0', 'x1'");
    }

    // Of every magnitude, and none of them special.
    private static double[] Numbers(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30)))];
    }
}
