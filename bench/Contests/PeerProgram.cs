namespace NeuralGpu.Bench;

/// <summary>The peers that run in processes of their own, and how they are started.</summary>
/// <param name="Name">What <c>--peers</c> and the columns call it.</param>
/// <param name="File">Its file in the folder of peers: a Python script or a built program.</param>
internal sealed record PeerProgram(string Name, string File)
{
    public static PeerProgram TorchSharp { get; } = new("torchsharp", "torchsharp/bin/Release/net10.0/NeuralGpu.Bench.TorchSharp.dll");

    public static PeerProgram PyTorch { get; } = new("pytorch", "pytorch.py");

    public static PeerProgram ScikitLearn { get; } = new("scikit-learn", "scikit_learn.py");

    public static PeerProgram Numpy { get; } = new("numpy", "numpy_scipy.py");

    public static PeerProgram MathNet { get; } = new("mathnet", "mathnet/bin/Release/net10.0/NeuralGpu.Bench.MathNet.dll");

    /// <summary>The program and its first arguments; null where its file is not there.</summary>
    public string[]? Command()
    {
        // From the repository's root, or from a published folder, where the scripts lie beside this program.
        string? path = new[] { "bench/peers", Path.Combine(AppContext.BaseDirectory, "peers") }.Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists);
        if (path is null)
            return null;
        return [File.EndsWith(".py", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable("NEURALGPU_BENCH_PYTHON") ?? "python3" : "dotnet", path];
    }
}
