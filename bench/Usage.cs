namespace NeuralGpu.Bench;

/// <summary>What there is to measure.</summary>
internal static class Usage
{
    /// <summary>The verbs, and where their options are described.</summary>
    public const string Text = """
        neuralgpu-bench VERB [options], all described in bench/README.md:

          compare               every device of this machine side by side, with charts (--html FILE)
          gemm                  matrix products against OpenBLAS and others
          elementwise           functions over a long array against System.Numerics.Tensors, memcpy and others
          epoch, step           training against libtorch, PyTorch and scikit-learn
          profile               where the time of a training step goes, launch by launch
          first-step            from the start of a process to the end of its first training step
          least-squares         from rows to coefficients against numpy, scipy and others
          least-squares-growth  how that grows with rows and features
          solve                 the operations of the normal equations against OpenBLAS
          train                 epochs one by one, and the hash of the weights
          --filter '*' [--long] single operations by BenchmarkDotNet; --list flat shows them
        """;
}
