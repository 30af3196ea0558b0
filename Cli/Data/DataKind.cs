namespace NeuralGpu.Cli;

/// <summary>What a DATA argument can name.</summary>
internal enum DataKind
{
    BuiltIn,
    IdxFolder,
    CsvFile,
}
