namespace NeuralGpu.Tests;

/// <summary>One decoded instruction of a <see cref="PtxProgram"/>.</summary>
internal sealed class PtxStatement
{
    /// <summary>Its text, for messages.</summary>
    public required string Text { get; init; }

    public PtxStatementKind Kind { get; init; }

    /// <summary>The register that says whether a thread executes it; −1: always.</summary>
    public int Predicate { get; set; } = -1;

    /// <summary>Whether it is executed where the predicate is false.</summary>
    public bool Negated { get; set; }

    /// <summary>Label of a branch.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where a branch goes.</summary>
    public int Target { get; set; }

    /// <summary>Whether all threads of a warp must branch alike.</summary>
    public bool Uniform { get; init; }

    /// <summary>Registers that it reads, its predicate not among them.</summary>
    public int[] Reads { get; init; } = [];

    /// <summary>Registers that it writes.</summary>
    public int[] Writes { get; init; } = [];

    /// <summary>What it does; null for branches, barriers and exits.</summary>
    public PtxStep? Step { get; init; }
}
