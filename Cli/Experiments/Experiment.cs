using System.Text.Json.Serialization.Metadata;

namespace NeuralGpu.Cli;

/// <summary>An experiment, a worked example or a figure of the book that the library can compute.</summary>
/// <param name="name">What the command calls it.</param>
/// <param name="bookSection">Where the book has it.</param>
/// <param name="summary">What it shows, in a sentence.</param>
internal abstract class Experiment(string name, string bookSection, string summary)
{
    public string Name { get; } = name;

    public string BookSection { get; } = bookSection;

    public string Summary { get; } = summary;

    public abstract ExperimentReport Run(Device device);
}

/// <summary>An experiment whose figures are one document; the report for people and the chart are views of it.</summary>
/// <typeparam name="TDocument">What <c>--json</c> prints.</typeparam>
internal abstract class Experiment<TDocument>(string name, string bookSection, string summary, JsonTypeInfo<TDocument> documentType) : Experiment(name, bookSection, summary)
{
    public sealed override ExperimentReport Run(Device device)
    {
        TDocument document = Compute(device);
        return new ExperimentReport(
            messages => Describe(document, messages),
            output => JsonOutput.Write(output, document, documentType),
            () => Draw(document));
    }

    protected abstract TDocument Compute(Device device);

    protected abstract void Describe(TDocument document, Messages messages);

    protected abstract Figure Draw(TDocument document);
}
