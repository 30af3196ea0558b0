namespace NeuralGpu;

/// <summary>Golden linear models by the normal equations.</summary>
internal static class GoldenLinearModels
{
    /// <summary>All of them; the sums over the rows have more than one chunk.</summary>
    public static IReadOnlyList<GoldenLinearModel> All { get; } =
    [
        new("least-squares-7-3", "95f04b3d4868afebe1e07b29b710f51b77caf1818694a70f6a0f8a4edd647731", Samples: 300, Inputs: 7, Outputs: 3, Seed: 22, Penalty: 0),
        new("ridge-7-3", "c7cfb2236e47b1127afe257da5168a652ec1b5eb44d1b6f551985915a7b4cdc6", Samples: 300, Inputs: 7, Outputs: 3, Seed: 23, Penalty: 0.25),
        new("polynomial-6-1", "ff5a9a1827e0e1a0263a308daf936a28586ac85dcb601ccda44a3f4256a64181", Samples: 300, Inputs: 2, Outputs: 1, Seed: 24, Penalty: 0, Degree: 6),
    ];
}
